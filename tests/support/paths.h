// Where a test finds what lies outside its own binary. Everything comes from the build or from an
// environment variable; no test names a directory of somebody's machine.
#pragma once

#include <string>
#include <vector>

namespace ordain::test {

std::string source_dir();  // the root of the source tree

// The `ordain` program of the same build, for tests that run it as a process.
std::string ordain_program();

// Recorded histories that others judged: $ORDAIN_HISTORIES, or histories/ of the folder `shared`
// beside the source tree. May be missing: a test then says so and skips.
std::string histories_dir();

// Programs of other compilers and standard libraries whose digests must be the same:
// $ORDAIN_OTHER_BUILDS, separated by colons; empty when it is not set.
std::vector<std::string> other_builds();

// Whether $ORDAIN_REWRITE asks golden files to be written anew instead of compared.
bool rewrite_golden_files();

}  // namespace ordain::test
