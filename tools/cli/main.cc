// The program: one file a verb, and here only what all of them share: how trouble ends.
#include <CLI/CLI.hpp>
#include <cstdio>
#include <new>
#include <string>
#include <vector>

#include "sim/base/assert.h"
#include "sim/base/error.h"
#include "sim/run/engine_version.h"
#include "tools/cli/freed_memory.h"
#include "tools/cli/interrupt.h"
#include "tools/cli/parse_error.h"
#include "tools/cli/terminal.h"
#include "tools/cli/verb_check.h"
#include "tools/cli/verb_explore.h"
#include "tools/cli/verb_fuzz.h"
#include "tools/cli/verb_list.h"
#include "tools/cli/verb_replay.h"
#include "tools/cli/verb_run.h"
#include "tools/cli/verb_shrink.h"
#include "tools/cli/verb_validate.h"

namespace ordain::cli {
namespace {

constexpr int kBadInput = 2;
constexpr int kInternalError = 3;

constexpr const char* kFooter = R"(Examples:
  ordain run scenarios/raft/leader_crash.json --seed 7   a story and its verdict
  ordain run --help                                      what else a verb takes

Same scenario, same seed, same run, to the byte.)";

int complain(const std::string& message, int status) {
  size_t at = 0;
  while (at <= message.size()) {
    const size_t end = std::min(message.find('\n', at), message.size());
    write_to(stderr, "error: " + message.substr(at, end - at) + "\n");
    at = end + 1;
  }
  return status;
}

int run_verb(int argc, char** argv) {
  CLI::App app("A deterministic simulator of distributed systems.", "ordain");
  int status = 0;
  app.require_subcommand(1);
  app.footer(kFooter);
  app.set_version_flag("--version", "ordain " + std::string(kEngineVersion));
  add_run_verb(app, status);
  add_replay_verb(app, status);
  add_explore_verb(app, status);
  add_fuzz_verb(app, status);
  add_shrink_verb(app, status);
  add_list_verb(app, status);
  add_validate_verb(app, status);
  add_check_verb(app, status);
  try {
    app.parse(argc, argv);
  } catch (const CLI::Success& success) {  // --help, --version
    return app.exit(success);
  } catch (const CLI::ParseError& error) {
    return complain(explain(app, error, std::vector<std::string>(argv + 1, argv + argc)),
                    kBadInput);
  }
  return status;
}

}  // namespace
}  // namespace ordain::cli

int main(int argc, char** argv) {
  using namespace ordain::cli;
  keep_freed_memory();
  try {
    return run_verb(argc, argv);
  } catch (const Interrupted&) {
    write_to(stderr, "interrupted\n");
    return kInterruptedStatus;
  } catch (const ordain::InputError& error) {
    return complain(error.what(), kBadInput);
  } catch (const std::bad_alloc&) {
    return complain("out of memory", kInternalError);
  } catch (const std::exception& error) {
    return complain(std::string("internal error: ") + error.what(), kInternalError);
  }
}
