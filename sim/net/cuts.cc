#include "sim/net/cuts.h"

#include <algorithm>

namespace ordain {
namespace {

constexpr uint32_t kDense = 64;

}  // namespace

void Cuts::resize(uint32_t nodes) {
  nodes_ = nodes;
  cuts_.clear();
  rebuild();
}

void Cuts::add(Cut cut) {
  cuts_.push_back(std::move(cut));
  rebuild();
}

bool Cuts::remove(uint64_t id) {
  const auto gone =
      std::remove_if(cuts_.begin(), cuts_.end(), [&](const Cut& cut) { return cut.id == id; });
  const bool found = gone != cuts_.end();
  cuts_.erase(gone, cuts_.end());
  rebuild();
  return found;
}

void Cuts::clear(CutMode mode) {
  cuts_.erase(
      std::remove_if(cuts_.begin(), cuts_.end(), [&](const Cut& cut) { return cut.mode == mode; }),
      cuts_.end());
  rebuild();
}

bool Cuts::crosses(NodeId from, NodeId to, CutMode mode) const {
  if (nodes_ <= kDense) return (rows_[static_cast<size_t>(mode)][from.value] >> to.value & 1) != 0;
  return std::any_of(cuts_.begin(), cuts_.end(), [&](const Cut& cut) {
    return cut.mode == mode && cut.from.contains(from) && cut.to.contains(to);
  });
}

void Cuts::encode(Encoder& out) const {
  out.word(cuts_.size());
  for (const Cut& cut : cuts_) {
    out.word(static_cast<uint64_t>(cut.mode));
    ordain::encode(out, cut.from.words());
    ordain::encode(out, cut.to.words());
  }
}

void Cuts::rebuild() {
  if (nodes_ > kDense) return;
  for (std::vector<uint64_t>& rows : rows_) rows.assign(nodes_, 0);
  for (const Cut& cut : cuts_) {
    for (uint32_t from = 0; from < nodes_; ++from) {
      if (cut.from.contains(NodeId(from))) {
        rows_[static_cast<size_t>(cut.mode)][from] |= cut.to.first_word();
      }
    }
  }
}

}  // namespace ordain
