// A lock whose grants have numbers, and the register that it guards (protocols/kv/apps/locks.h).
//
//   acquire [lease]   a token, one more than the last; false while it is held. A grant with a lease
//                     may have run out at any time after, so an acquire that finds it held may
//                     succeed; one that fails says nothing then, and is recorded as failed.
//   release token     true, or false when that is not the grant that stands
//   write [v token]   true, or false when an earlier write has shown a higher token
//   write v, read     the register, whoever holds the lock
#pragma once

#include <memory>

#include "sim/check/model/spec.h"

namespace ordain::check {

std::unique_ptr<Spec> make_fenced_lock_spec();

}  // namespace ordain::check
