#include "tests/support/process.h"

#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <stdexcept>

#include "tests/support/paths.h"

namespace ordain::test {
namespace {

struct Pipe {
  int read_end = -1;
  int write_end = -1;
};

Pipe make_pipe(bool terminal) {
  Pipe out;
  if (terminal) {
    if (::openpty(&out.read_end, &out.write_end, nullptr, nullptr, nullptr) != 0) {
      throw std::runtime_error("no pseudo-terminal");
    }
    return out;
  }
  int ends[2];
  if (::pipe(ends) != 0) throw std::runtime_error("no pipe");
  return {ends[0], ends[1]};
}

[[noreturn]] void become(const std::vector<std::string>& command, const ProcessOptions& options,
                         int out, int err) {
  ::dup2(out, STDOUT_FILENO);
  ::dup2(err, STDERR_FILENO);
  if (!options.folder.empty() && ::chdir(options.folder.c_str()) != 0) ::_exit(127);
  for (const std::string& variable : options.environment) {
    ::putenv(const_cast<char*>(variable.c_str()));
  }
  std::vector<char*> arguments;
  for (const std::string& word : command) arguments.push_back(const_cast<char*>(word.c_str()));
  arguments.push_back(nullptr);
  ::execv(arguments[0], arguments.data());
  ::_exit(127);
}

// Appends what there is to read; false at the end.
bool take(int fd, std::string& into) {
  char piece[1 << 14];
  const ssize_t count = ::read(fd, piece, sizeof piece);
  if (count < 0 && errno == EINTR) return true;
  if (count <= 0) return false;  // a terminal ends with EIO
  into.append(piece, static_cast<size_t>(count));
  return true;
}

void read_streams(pid_t child, int out, int err, const ProcessOptions& options, Finished& into) {
  pollfd streams[2] = {{out, POLLIN, 0}, {err, POLLIN, 0}};
  std::string* texts[2] = {&into.out, &into.err};
  bool signalled = options.signal_at_first_output == 0;
  while (streams[0].fd >= 0 || streams[1].fd >= 0) {
    if (::poll(streams, 2, -1) < 0 && errno != EINTR) break;
    for (int i = 0; i < 2; ++i) {
      if (streams[i].fd < 0 || (streams[i].revents & (POLLIN | POLLHUP | POLLERR)) == 0) continue;
      if (!take(streams[i].fd, *texts[i])) streams[i].fd = -1;
    }
    if (!signalled && !into.out.empty()) {
      ::kill(child, options.signal_at_first_output);
      signalled = true;
    }
  }
}

}  // namespace

Finished run_process(const std::vector<std::string>& command, const ProcessOptions& options) {
  const Pipe out = make_pipe(options.terminal);
  const Pipe err = options.terminal ? Pipe{-1, out.write_end} : make_pipe(false);
  const pid_t child = ::fork();
  if (child < 0) throw std::runtime_error("no process");
  if (child == 0) become(command, options, out.write_end, err.write_end);
  ::close(out.write_end);
  if (!options.terminal) ::close(err.write_end);
  Finished finished;
  read_streams(child, out.read_end, err.read_end, options, finished);
  ::close(out.read_end);
  if (!options.terminal) ::close(err.read_end);
  int status = 0;
  while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  finished.status = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  return finished;
}

Finished ordain(const std::vector<std::string>& arguments, ProcessOptions options) {
  std::vector<std::string> command{ordain_program()};
  command.insert(command.end(), arguments.begin(), arguments.end());
  if (options.folder.empty()) options.folder = source_dir();
  return run_process(command, options);
}

TemporaryFolder::TemporaryFolder() {
  path_ = (std::filesystem::temp_directory_path() / "ordain_test_XXXXXX").string();
  if (::mkdtemp(path_.data()) == nullptr) throw std::runtime_error("no folder " + path_);
}

TemporaryFolder::~TemporaryFolder() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

std::string TemporaryFolder::file(const std::string& name, const std::string& text) const {
  std::ofstream(path(name), std::ios::binary) << text;
  return path(name);
}

std::string read_text(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream out;
  out << in.rdbuf();
  return out.str();
}

}  // namespace ordain::test
