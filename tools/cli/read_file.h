// Reads a whole file that a person named, or says why not.
#pragma once

#include <cstddef>
#include <string>

namespace ordain::cli {

// Throws InputError when there is no such file, it is a directory, it cannot be read, or it has
// more than `limit` bytes (nothing of it is read then).
std::string read_file(const std::string& path, size_t limit);

}  // namespace ordain::cli
