#include "sim/world/population.h"

#include <algorithm>

namespace ordain {

Population::Population(std::vector<std::unique_ptr<NodeTable>> tables)
    : tables_(std::move(tables)) {
  size_t picks = 0;
  for (const std::unique_ptr<NodeTable>& table : tables_) {
    first_.push_back(size_);
    pick_first_.push_back(picks);
    pick_count_.push_back(table->pick_count());
    picks += static_cast<size_t>(table->size()) * table->pick_count();
    size_ += table->size();
  }
  picks_.assign(picks, 0);
  status_.assign(size_, Status{});
}

Population::Population(const Population& other)
    : first_(other.first_),
      pick_first_(other.pick_first_),
      pick_count_(other.pick_count_),
      picks_(other.picks_),
      status_(other.status_),
      size_(other.size_) {
  tables_.reserve(other.tables_.size());
  for (const std::unique_ptr<NodeTable>& table : other.tables_) {
    SIM_ASSERT(table->copyable());
    tables_.push_back(table->clone());
  }
}

Population& Population::operator=(const Population& other) {
  Population copy(other);
  *this = std::move(copy);
  return *this;
}

bool Population::copyable() const {
  return std::all_of(tables_.begin(), tables_.end(),
                     [](const std::unique_ptr<NodeTable>& table) { return table->copyable(); });
}

uint64_t Population::bytes() const {
  return picks_.capacity() * sizeof(uint32_t) + status_.capacity() * sizeof(Status);
}

}  // namespace ordain
