// What lies where: the top level stays short, and every folder explains itself.
#pragma once

#include <string>
#include <vector>

#include "tests/tidy/source_tree.h"

namespace ordain::tidy {

// Entries of the top level that have no place there.
std::vector<Finding> check_top_level(const std::vector<std::string>& entries);

// Folders without a README.md: the big ones and those directly in them.
std::vector<Finding> check_readmes(const std::vector<std::string>& paths);

// A scenario file that does not name the schema beside scenarios/README.md, where it lies: editors
// would not find it.
std::vector<Finding> check_schema(const SourceFile& scenario);

}  // namespace ordain::tidy
