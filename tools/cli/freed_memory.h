// What a run has freed, the next one takes.
#pragma once

namespace ordain::cli {

// For the start of a program that makes many runs: memory stays with the process. Given back to the
// system after each run and asked for again, it costs a campaign several per cent in page faults.
void keep_freed_memory();

}  // namespace ordain::cli
