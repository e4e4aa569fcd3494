// Files named on the command line, read whole: the one place where scenarios, repros and histories
// come from disk. Whatever is not a readable file of sensible size is an InputError.
#pragma once

#include <cstdint>
#include <string>

namespace ordain::cli {

// Throws InputError for a file that is missing (suggesting the nearest existing path), larger than
// `limit` bytes, a directory or a device.
std::string read_file(const std::string& path, uint64_t limit);

}  // namespace ordain::cli
