#include "sim/core/durable.h"

namespace ordain {

const DurableArea& Durable::area(uint8_t index) const {
  static const DurableArea empty;
  return index < areas_.size() ? areas_[index] : empty;
}

DurableArea& Durable::mutable_area(uint8_t index) {
  if (index >= areas_.size()) areas_.resize(static_cast<size_t>(index) + 1);
  return areas_[index];
}

}  // namespace ordain
