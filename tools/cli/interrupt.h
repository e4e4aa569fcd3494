// Ctrl-C: work that takes long looks here now and then, stops cleanly and shows what it has.
#pragma once

namespace ordain::cli {

inline constexpr int kInterruptedStatus = 130;

struct Interrupted {};  // thrown by work that has nothing partial to show

void catch_interrupts();  // a second Ctrl-C ends the program at once
bool interrupted();

}  // namespace ordain::cli
