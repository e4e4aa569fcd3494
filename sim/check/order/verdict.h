// The form of verdict that the orders weaker than linearizability share.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace ordain::check::order {

enum class Holds : uint8_t { Yes, No, Unknown };

struct Finding {
  std::string name;
  std::vector<uint32_t> operations;  // indices into History::operations
  std::string words;
};

struct Verdict {
  Holds holds = Holds::Yes;
  std::vector<Finding> findings;
  uint64_t steps = 0;
};

}  // namespace ordain::check::order
