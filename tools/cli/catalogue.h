// What `ordain list` lists: an array of objects for each word, each with at least name and about.
#pragma once

#include <string>
#include <vector>

#include "sim/scenario/value.h"

namespace ordain::cli {

std::vector<std::string> catalogue_names();  // "protocols", "scenarios", ...

// requires that `what` is one of catalogue_names()
Value catalogue(const std::string& what);

}  // namespace ordain::cli
