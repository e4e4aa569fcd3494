// Which folder may include which: the layers' arrows, and who may use which library.
#pragma once

#include <string>
#include <vector>

#include "tests/tidy/source_tree.h"

namespace ordain::tidy {

// An #include that points up or sideways, leaves the tree, or brings in a library that the folder
// must stay free of. `exists` says whether a path from the root is there.
std::vector<Finding> check_includes(const SourceFile& file, const std::vector<std::string>& paths);

// A .cc includes the header of its name first, which proves that the header stands alone.
std::vector<Finding> check_own_header_first(const SourceFile& file,
                                            const std::vector<std::string>& paths);

// Protocols that stand on each other in a circle could not be linked, nor understood.
std::vector<Finding> check_protocol_circles(const std::vector<SourceFile>& files);

// The layer a path belongs to: "sim/net", "protocols/raft", "tools/cli", "tests", "protocols".
std::string layer_of(const std::string& path);

// The layer and all below it, along the arrows.
std::vector<std::string> layers_below(const std::string& layer);

}  // namespace ordain::tidy
