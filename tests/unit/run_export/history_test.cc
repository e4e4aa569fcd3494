#include "sim/run/export/history.h"

#include <gtest/gtest.h>

#include <map>
#include <nlohmann/json.hpp>
#include <set>

#include "tests/unit/run_export/sample_run.h"

namespace ordain::test {
namespace {

using nlohmann::json;

constexpr NodeId kFirst{3}, kSecond{4};

OpRecord record(NodeId client, OpPhase phase, Function function, int64_t value = 0,
                bool has_value = false) {
  OpRecord out;
  out.op.phase = phase;
  out.op.function = function;
  out.op.key = 9;
  out.op.value = value;
  if (function == Function::cas) out.op.new_value = value + 1;
  out.op.has_value = has_value;
  out.client = client;
  out.time = Time{1000};
  return out;
}

std::vector<OpRecord> sample() {
  return {record(kSecond, OpPhase::invoke, Function::write, 5),
          record(kFirst, OpPhase::invoke, Function::read),
          record(kSecond, OpPhase::indeterminate, Function::write, 5),
          record(kFirst, OpPhase::ok, Function::read),
          record(kSecond, OpPhase::invoke, Function::cas, 5),
          record(kFirst, OpPhase::invoke, Function::read),
          record(kSecond, OpPhase::failed, Function::cas, 5),
          record(kFirst, OpPhase::ok, Function::read, 5, true),
          record(kSecond, OpPhase::invoke, Function::write, 6)};
}

std::vector<std::string> edn(const std::vector<OpRecord>& history) {
  std::string text;
  TextSink sink(text);
  export_history_edn(history, sink);
  return lines_of(text);
}

std::vector<json> ndjson(const std::vector<OpRecord>& history) {
  std::string text;
  TextSink sink(text);
  export_history_ndjson(history, sink);
  std::vector<json> out;
  for (const std::string& line : lines_of(text)) out.push_back(json::parse(line));
  return out;
}

TEST(HistoryExport, WritesJepsensMapsOneALine) {
  const std::vector<std::string> lines = edn(sample());
  ASSERT_EQ(lines.size(), 9u);
  EXPECT_EQ(lines[0],
            "{:index 0, :time 1000, :type :invoke, :process 1, :f :write, :key 9, :value 5}");
  EXPECT_EQ(lines[1],
            "{:index 1, :time 1000, :type :invoke, :process 0, :f :read, :key 9, :value nil}");
  EXPECT_EQ(lines[6],
            "{:index 6, :time 1000, :type :fail, :process 3, :f :cas, :key 9, :value [5 6]}");
  EXPECT_EQ(lines[7], "{:index 7, :time 1000, :type :ok, :process 0, :f :read, :key 9, :value 5}");
}

TEST(HistoryExport, AReadThatObservedNilSaysSo) {
  EXPECT_EQ(edn(sample())[3],
            "{:index 3, :time 1000, :type :ok, :process 0, :f :read, :key 9, :value nil, :exact "
            "true}");
  EXPECT_EQ(ndjson(sample())[3]["exact"], true);
  EXPECT_FALSE(ndjson(sample())[1].contains("exact"));
}

TEST(HistoryExport, AClientWithSeveralOperationsOpenIsSeveralProcesses) {
  std::vector<OpRecord> history = {record(kFirst, OpPhase::invoke, Function::write, 1),
                                   record(kFirst, OpPhase::invoke, Function::write, 2),
                                   record(kSecond, OpPhase::invoke, Function::write, 3),
                                   record(kFirst, OpPhase::ok, Function::write, 1),
                                   record(kFirst, OpPhase::invoke, Function::write, 4)};
  const std::vector<uint64_t> numbers = {1, 2, 1, 1, 3};
  for (size_t i = 0; i < history.size(); ++i) history[i].op.number = numbers[i];
  std::vector<uint64_t> processes;
  for (const json& line : ndjson(history)) processes.push_back(line["process"]);
  EXPECT_EQ(processes, (std::vector<uint64_t>{0, 2, 1, 0, 0}));
}

TEST(HistoryExport, LocksCarryTheirTokensAndLeases) {
  OpRecord write = record(kFirst, OpPhase::ok, Function::write, 7);
  write.op.new_value = 3;
  const std::vector<OpRecord> history = {
      record(kFirst, OpPhase::invoke, Function::acquire, 2'000'000'000),
      record(kFirst, OpPhase::ok, Function::acquire, 3, true),
      record(kFirst, OpPhase::invoke, Function::write, 7), write,
      record(kFirst, OpPhase::invoke, Function::release, 3)};
  const std::vector<json> lines = ndjson(history);
  EXPECT_EQ(lines[0]["value"], 2'000'000'000);
  EXPECT_EQ(lines[1]["value"], 3);
  EXPECT_EQ(lines[3]["value"], json::array({7, 3}));
  EXPECT_EQ(lines[4]["value"], 3);
}

TEST(HistoryExport, WithATransactionEveryOperationIsOne) {
  Transaction parts;
  parts.add({PartKind::compare, true, 1, 10});
  parts.add({PartKind::read, true, 2, 20});
  parts.add({PartKind::write, true, 1, 11});
  OpRecord asked = record(kFirst, OpPhase::invoke, Function::txn);
  asked.op.transaction = Payload::make(parts);
  OpRecord done = asked;
  done.op.phase = OpPhase::ok;
  const std::vector<std::string> lines =
      edn({asked, done, record(kSecond, OpPhase::invoke, Function::get),
           record(kSecond, OpPhase::ok, Function::get, 5, true)});
  EXPECT_EQ(lines[0],
            "{:index 0, :time 1000, :type :invoke, :process 0, :f :txn, :value [[:r 1 nil] [:r 2 "
            "nil] [:w 1 11]]}");
  EXPECT_EQ(
      lines[1],
      "{:index 1, :time 1000, :type :ok, :process 0, :f :txn, :value [[:r 1 10] [:r 2 20] [:w "
      "1 11]]}");
  EXPECT_EQ(lines[3], "{:index 3, :time 1000, :type :ok, :process 1, :f :txn, :value [[:r 9 5]]}");
}

TEST(HistoryExport, JsonSaysTheSame) {
  const std::vector<json> lines = ndjson(sample());
  ASSERT_EQ(lines.size(), 9u);
  EXPECT_EQ(lines[4], json::parse(R"({"index":4,"time":1000,"type":"invoke","process":3,
                                      "f":"cas","key":9,"value":[5,6]})"));
  EXPECT_EQ(lines[2]["type"], "info");
}

// One open operation a process; none after an indeterminate outcome; no id used by two clients.
TEST(HistoryExport, ProcessesAreThoseOfJepsen) {
  std::vector<OpRecord> history;
  for (int round = 0; round < 50; ++round) {
    for (const NodeId client : {kFirst, kSecond, NodeId(7)}) {
      history.push_back(record(client, OpPhase::invoke, Function::write, round));
    }
    for (const NodeId client : {kSecond, kFirst, NodeId(7)}) {
      const bool lost = (round + client.value) % 3 == 0;
      history.push_back(
          record(client, lost ? OpPhase::indeterminate : OpPhase::ok, Function::write, round));
    }
  }
  std::set<uint64_t> open, dead;
  std::map<uint64_t, NodeId> owner;
  const std::vector<json> lines = ndjson(history);
  for (size_t i = 0; i < lines.size(); ++i) {
    const uint64_t process = lines[i]["process"];
    EXPECT_EQ(lines[i]["index"], i);
    EXPECT_FALSE(dead.count(process));
    EXPECT_EQ(owner.emplace(process, history[i].client).first->second, history[i].client);
    if (lines[i]["type"] == "invoke") {
      EXPECT_TRUE(open.insert(process).second);
    } else {
      EXPECT_EQ(open.erase(process), 1u);
      if (lines[i]["type"] == "info") dead.insert(process);
    }
  }
  EXPECT_EQ(dead.size(), 49u);
}

TEST(HistoryExport, OperationsStillOpenStayOpen) {
  const std::vector<json> lines = ndjson(sample());
  EXPECT_EQ(lines.back()["type"], "invoke");
}

}  // namespace
}  // namespace ordain::test
