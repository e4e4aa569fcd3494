// Words that must not stand below tools/: each is a known way for a run to depend on something else
// than scenario and seed, or a thing that a build for the browser could not have.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "tests/tidy/source_tree.h"

namespace ordain::tidy {

// A place where a banned word may stand, and why. One a line in allowed.txt.
struct Allowance {
  std::string path;
  std::string word;
  std::string reason;
};

// Lines "path word reason...", # for comments; a line without a reason is an error.
std::vector<Allowance> parse_allowances(std::string_view text);

std::vector<Finding> check_words(const SourceFile& file, const std::vector<Allowance>& allowed);

// Allowances that nothing needs any more.
std::vector<Finding> check_allowances(const std::vector<Allowance>& allowed,
                                      const std::vector<SourceFile>& files);

}  // namespace ordain::tidy
