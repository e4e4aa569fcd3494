#include "sim/world/population.h"

#include <algorithm>

namespace ordain {

Population::Population(std::vector<std::unique_ptr<NodeTable>> tables)
    : tables_(std::move(tables)) {
  SIM_ASSERT(tables_.size() < 256);
  size_t picks = 0;
  for (size_t t = 0; t < tables_.size(); ++t) {
    const NodeTable& table = *tables_[t];
    kinds_.push_back({picks, table.config(), table.pick_count()});
    picks += static_cast<size_t>(table.size()) * table.pick_count();
    for (uint32_t slot = 0; slot < table.size(); ++slot) {
      nodes_.push_back({Status{}, slot, static_cast<uint8_t>(t)});
    }
  }
  picks_.assign(picks, 0);
}

Population::Population(const Population& other)
    : kinds_(other.kinds_), picks_(other.picks_), nodes_(other.nodes_) {
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
  return picks_.capacity() * sizeof(uint32_t) + nodes_.capacity() * sizeof(Entry);
}

}  // namespace ordain
