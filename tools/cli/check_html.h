// The page of `ordain check --html`: one self-contained file that opens from disk.
#pragma once

#include <string>

#include "tools/cli/check_judgement.h"

namespace ordain::cli {

// Time lines per client, the partial linearization as numbered points, the operation that fits
// nowhere marked, details on hover. Of a long history the part around the failure.
std::string check_page(const Judgement& judgement);

}  // namespace ordain::cli
