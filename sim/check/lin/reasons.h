// The argument of a refutation in sentences. Where a short proof exists (a value that nobody wrote,
// a value certainly overwritten, an element taken twice) it is given; what is always given is the
// state that the longest partial linearization leaves and what each open operation would do to it.
#pragma once

#include <string>
#include <vector>

#include "sim/check/lin/explain.h"

namespace ordain::check::lin {

std::vector<std::string> reasons(const History& history, Model model, const Explanation& e);

}  // namespace ordain::check::lin
