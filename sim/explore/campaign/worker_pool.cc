#include "sim/explore/campaign/worker_pool.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstring>
#include <fstream>
#include <map>
#include <new>
#include <stdexcept>

#include "sim/explore/campaign/wire.h"

namespace ordain {
namespace {

constexpr int kPatience = 50;  // milliseconds between two looks at the workers
constexpr int kOutOfMemory = 77;
constexpr uint32_t kNone = ~uint32_t{0};

// What workers and the campaign see of each other at once.
struct Shared {
  std::atomic<uint32_t> next{0};
  std::atomic<uint32_t> at[256];  // by worker: the number it is at
};
static_assert(std::atomic<uint32_t>::is_always_lock_free);

void write_all(int pipe, const std::string& bytes) {
  for (size_t done = 0; done < bytes.size();) {
    const ssize_t wrote = ::write(pipe, bytes.data() + done, bytes.size() - done);
    if (wrote < 0 && errno == EINTR) continue;
    if (wrote <= 0) _exit(1);  // the campaign is gone
    done += static_cast<size_t>(wrote);
  }
}

// A number's work may take so much processor time, and ten times that on the wall: the signals'
// default is to end the process.
void set_alarms(Duration limit) {
  const auto timer = [](int which, Duration after) {
    itimerval value{};
    value.it_value.tv_sec = after.ns / 1'000'000'000;
    value.it_value.tv_usec = after.ns % 1'000'000'000 / 1000;
    setitimer(which, &value, nullptr);
  };
  timer(ITIMER_PROF, limit);
  timer(ITIMER_REAL, limit * 10);
}

uint64_t resident_bytes(pid_t worker) {
  std::ifstream file("/proc/" + std::to_string(worker) + "/statm");
  uint64_t size = 0, resident = 0;
  file >> size >> resident;
  return resident * static_cast<uint64_t>(sysconf(_SC_PAGESIZE));
}

class Pool {
 public:
  Pool(const PoolTasks& tasks, const WorkerLimits& limits) : tasks_(tasks), limits_(limits) {
    void* memory =
        mmap(nullptr, sizeof(Shared), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (memory == MAP_FAILED) throw std::runtime_error("no shared memory for workers");
    shared_ = new (memory) Shared;
  }
  ~Pool() {
    for (Worker& worker : workers_) end(worker);
    munmap(shared_, sizeof(Shared));
  }

  std::vector<WorkResult> run() {
    const auto jobs = std::min<uint32_t>({limits_.jobs, tasks_.count, 256});
    for (uint32_t i = 0; i < jobs; ++i) start(workers_.emplace_back(), i);
    while (done_.size() < tasks_.count && !(tasks_.stop && tasks_.stop())) {
      listen();
      watch();
      if (tasks_.progress) tasks_.progress(static_cast<uint32_t>(done_.size()));
    }
    std::vector<WorkResult> out;
    for (auto& [number, result] : done_) {
      if (number != out.size()) break;  // stopped: what lies beyond a gap does not count
      out.push_back(std::move(result));
    }
    return out;
  }

 private:
  struct Worker {
    uint32_t slot = 0;
    pid_t pid = -1;
    int answers = -1;
    int complaints = -1;  // a file without a name: what it writes to stderr
    std::string received;
    bool exhausted = false;
  };

  void start(Worker& worker, uint32_t slot);
  [[noreturn]] void serve(const Worker& worker, int pipe) noexcept;  // what escapes is a crash
  void listen();
  void receive(Worker& worker);
  void take_answers(Worker& worker);
  void watch();
  void miss_nobody();
  void bury(Worker& worker);
  void end(Worker& worker);
  std::string last_words(const Worker& worker) const;

  const PoolTasks& tasks_;
  const WorkerLimits& limits_;
  Shared* shared_ = nullptr;
  std::vector<Worker> workers_;
  std::chrono::steady_clock::time_point next_watch_;
  std::map<uint32_t, WorkResult> done_;
};

void Pool::start(Worker& worker, uint32_t slot) {
  int pipe[2];
  if (::pipe2(pipe, O_CLOEXEC) != 0) throw std::runtime_error("no pipe for a worker");
  worker.slot = slot;
  worker.received.clear();
  worker.exhausted = false;
  worker.complaints = memfd_create("complaints", MFD_CLOEXEC);
  shared_->at[slot] = kNone;
  worker.pid = fork();
  if (worker.pid < 0) throw std::runtime_error("no process for a worker");
  if (worker.pid == 0) {
    close(pipe[0]);
    serve(worker, pipe[1]);
  }
  close(pipe[1]);
  fcntl(pipe[0], F_SETFL, O_NONBLOCK);
  worker.answers = pipe[0];
}

void Pool::serve(const Worker& worker, int pipe) noexcept {
  std::signal(SIGINT, SIG_IGN);  // Ctrl-C is for the campaign, which ends its workers itself
  std::signal(SIGPIPE, SIG_IGN);
  std::signal(SIGPROF, SIG_DFL);
  std::signal(SIGALRM, SIG_DFL);
  const rlimit no_core{0, 0};
  setrlimit(RLIMIT_CORE, &no_core);
  std::set_new_handler([] { _exit(kOutOfMemory); });
  if (worker.complaints >= 0) dup2(worker.complaints, STDERR_FILENO);
  for (;;) {
    const uint32_t number = shared_->next.fetch_add(1);
    if (number >= tasks_.count) _exit(0);
    shared_->at[worker.slot] = number;
    set_alarms(limits_.time);
    const std::string answer = tasks_.work(number);
    set_alarms({});
    WireWriter message;
    message.number(number);
    message.text(answer);
    write_all(pipe, message.take());
    shared_->at[worker.slot] = kNone;
  }
}

void Pool::listen() {
  std::vector<pollfd> waits;
  for (const Worker& worker : workers_) {
    if (worker.pid > 0) waits.push_back({worker.answers, POLLIN, 0});
  }
  if (poll(waits.data(), waits.size(), kPatience) <= 0) return;
  for (Worker& worker : workers_) {
    if (worker.pid > 0) receive(worker);
  }
}

void Pool::receive(Worker& worker) {
  char buffer[65536];
  for (;;) {
    const ssize_t got = ::read(worker.answers, buffer, sizeof buffer);
    if (got < 0) {
      if (errno == EINTR) continue;
      break;  // nothing more for now
    }
    if (got == 0) return bury(worker);
    worker.received.append(buffer, static_cast<size_t>(got));
  }
  take_answers(worker);
}

void Pool::take_answers(Worker& worker) {
  size_t used = 0;
  while (worker.received.size() - used >= 16) {
    WireReader in(std::string_view(worker.received).substr(used));
    const uint64_t number = in.number();
    const uint64_t size = in.number();
    if (worker.received.size() - used - 16 < size) break;
    done_[static_cast<uint32_t>(number)] = {WorkResult::End::answered,
                                            worker.received.substr(used + 16, size)};
    used += 16 + size;
  }
  worker.received.erase(0, used);
}

// Too much memory is seen from outside, since what a process may map says little of what it uses.
void Pool::watch() {
  const auto now = std::chrono::steady_clock::now();
  if (now < next_watch_) return;
  next_watch_ = now + std::chrono::milliseconds(kPatience / 2);
  bool any = false;
  for (Worker& worker : workers_) {
    any |= worker.pid > 0;
    if (worker.pid <= 0 || worker.exhausted) continue;
    if (resident_bytes(worker.pid) <= limits_.memory) continue;
    worker.exhausted = true;
    kill(worker.pid, SIGKILL);
  }
  if (!any) miss_nobody();
}

// A worker that was ended from outside just after it took a number, and before it said so.
void Pool::miss_nobody() {
  for (uint32_t number = 0; number < tasks_.count; ++number) {
    done_.try_emplace(number, WorkResult{WorkResult::End::crashed, "its worker is gone"});
  }
}

std::string Pool::last_words(const Worker& worker) const {
  char buffer[400];
  const off_t size = lseek(worker.complaints, 0, SEEK_END);
  const off_t from = std::max<off_t>(0, size - static_cast<off_t>(sizeof buffer));
  const ssize_t got = size <= 0 ? 0 : pread(worker.complaints, buffer, sizeof buffer, from);
  std::string out(buffer, got > 0 ? static_cast<size_t>(got) : 0);
  while (!out.empty() && (out.back() == '\n' || out.back() == ' ')) out.pop_back();
  for (char& c : out) {
    if (c == '\n') c = ' ';
  }
  return out.empty() ? "" : ": " + out;
}

// The worker has closed its pipe: it is at its end, with or without its will.
void Pool::bury(Worker& worker) {
  take_answers(worker);
  int status = 0;
  while (waitpid(worker.pid, &status, 0) < 0 && errno == EINTR) {
  }
  worker.pid = -1;
  const uint32_t number = shared_->at[worker.slot];
  if (number != kNone && done_.count(number) == 0) {
    const int signal = WIFSIGNALED(status) ? WTERMSIG(status) : 0;
    WorkResult& result = done_[number];
    if (worker.exhausted || (WIFEXITED(status) && WEXITSTATUS(status) == kOutOfMemory)) {
      result = {WorkResult::End::exhausted,
                "more than " + std::to_string(limits_.memory >> 20) + " MB of memory"};
    } else if (signal == SIGPROF || signal == SIGALRM) {
      result = {WorkResult::End::hung,
                "no end after " + std::to_string(limits_.time.ns / 1'000'000'000) + " s"};
    } else {
      const std::string how = signal != 0 ? std::string("signal ") + strsignal(signal)
                                          : "exit " + std::to_string(WEXITSTATUS(status));
      result = {WorkResult::End::crashed, how + last_words(worker)};
    }
  }
  close(worker.answers);
  close(worker.complaints);
  if (shared_->next < tasks_.count && done_.size() < tasks_.count) start(worker, worker.slot);
}

void Pool::end(Worker& worker) {
  if (worker.pid <= 0) return;
  kill(worker.pid, SIGKILL);
  while (waitpid(worker.pid, nullptr, 0) < 0 && errno == EINTR) {
  }
  close(worker.answers);
  close(worker.complaints);
  worker.pid = -1;
}

}  // namespace

std::vector<WorkResult> run_forked(const PoolTasks& tasks, const WorkerLimits& limits) {
  return Pool(tasks, limits).run();
}

}  // namespace ordain
