// `ordain check` of transactions: every isolation level at once, or the one asked for.
#pragma once

#include <string>
#include <vector>

#include "tools/cli/check_judgement.h"

namespace ordain::cli {

// "isolation", and each level by its name: what --property takes for transactions.
std::vector<std::string> isolation_properties();
bool is_isolation_property(const std::string& property);

// Whether the file holds transactions of reads, writes and appends, so that isolation is what its
// reader will want to know. Whatever cannot be read does not.
bool holds_transactions(const CheckRequest& request);

// With "isolation" or no property the answer is that of the strongest level the record can tell.
Judgement judge_isolation(const CheckRequest& request);

}  // namespace ordain::cli
