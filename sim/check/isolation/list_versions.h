// The order of versions of every list, read off the longest list that anybody saw (Kingsbury and
// Alvaro, "Elle", VLDB 2020, section 4), and the anomalies that a list shows by itself: elements
// that nobody appended, that a failed transaction appended, or that appear twice.
//
// Version i of a key is the list of its first i elements; version 0 is the empty list.
#pragma once

#include <vector>

#include "sim/check/isolation/analysis.h"
#include "sim/check/isolation/write_table.h"

namespace ordain::check::isolation {

class ListVersions {
 public:
  ListVersions(const Transactions& transactions, const WriteTable& writes);

  uint32_t length(uint32_t key) const { return base_[key + 1] - base_[key] - 1; }
  // A number for version `version` of the key, unique over all keys, below version_numbers().
  uint32_t number(uint32_t key, uint32_t version) const { return base_[key] + version; }
  uint32_t version_numbers() const { return base_.back(); }
  // The append that made version `version` (>= 1): a slot, or kNone for an element nobody appended
  // or one that the list held already.
  uint32_t slot(uint32_t key, uint32_t version) const { return made_[base_[key] + version].slot; }
  // The transaction that appended it; kNone also when that one failed.
  uint32_t writer(uint32_t key, uint32_t version) const {
    return made_[base_[key] + version].writer;
  }
  // Whether it is the last that its transaction appended to the key.
  bool final(uint32_t key, uint32_t version) const { return made_[base_[key] + version].final; }
  // The version that this append made, or kNone when no longest read shows it.
  uint32_t version_of_slot(uint32_t slot) const { return version_of_[slot]; }

  // Reports what is wrong with the first `version` elements of the key, each element once.
  void report_elements(uint32_t key, uint32_t version, uint32_t reader, Findings& findings);
  // The same for a list that is no prefix of the longest.
  void report_other(uint32_t key, const std::vector<Token>& list, uint32_t reader,
                    Findings& findings) const;
  void report_dirty_updates(Findings& findings) const;

 private:
  void match_key(uint32_t key);
  void report_element(uint32_t key, Token element, uint32_t slot, bool repeated, uint32_t reader,
                      Findings& findings) const;
  bool failed(uint32_t slot) const;

  const Transactions& transactions_;
  const WriteTable& writes_;
  struct Made {
    uint32_t slot = kNone;
    uint32_t writer = kNone;
    bool final = true;
  };
  std::vector<uint32_t> base_;        // by key, into made_
  std::vector<Made> made_;            // by version number
  std::vector<uint32_t> version_of_;  // by slot
  std::vector<uint32_t>
      first_bad_;                // by key: the first version not yet reported whose element is bad
  std::vector<uint32_t> dirty_;  // keys with an element of a failed transaction
};

}  // namespace ordain::check::isolation
