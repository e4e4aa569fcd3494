// Histories come in as they were recorded, and what is malformed is an error with its line.

#include "sim/check/isolation/import.h"

#include <gtest/gtest.h>

#include "sim/base/error.h"
#include "sim/check/import/format.h"

namespace ordain::check::isolation {
namespace {

std::string plume_error(const std::string& text) {
  try {
    import_plume(text, "file.txt");
  } catch (const InputError& e) {
    return e.what();
  }
  return "";
}

std::string edn_error(const std::string& text) {
  try {
    import_transactions(import_history(text, "file.edn", Format::Edn));
  } catch (const InputError& e) {
    return e.what();
  }
  return "";
}

TEST(PlumeImport, GathersTheLinesOfATransactionWhereverTheyStand) {
  const Transactions h = import_plume("w(1,5,0,0)\nr(2,0,1,7)\nr(1,5,0,0)\nw(2,9,1,8)\n", "f");
  ASSERT_EQ(h.size(), 3U);
  EXPECT_FALSE(h.has_real_time);
  EXPECT_EQ(h.ops(0).end() - h.ops(0).begin(), 2);
  EXPECT_EQ(h.ops(1).begin()->value, kInitial);
  EXPECT_EQ(h[1].session, h[2].session);
  EXPECT_NE(h[0].session, h[1].session);
  EXPECT_EQ(h[2].line, 4U);
}

TEST(PlumeImport, NamesTheLineOfWhatIsMalformed) {
  for (const char* bad :
       {"x(1,2,3,4)", "w(1,2,3)", "w(1,2,3,4", "w(1,2,3,4)5", "w(-1,2,3,4)", "w", "w(1,0,3,4)",
        "w(1, 2,3,4)", "w(1,99999999999999999999,3,4)", "w(1,,3,4)"}) {
    EXPECT_NE(plume_error("w(1,1,0,0)\n" + std::string(bad) + "\n").find("line 2"),
              std::string::npos)
        << bad;
  }
  EXPECT_EQ(plume_error("w(1,1,0,0)\r\n\r\nr(1,1,0,1)"), "");
}

TEST(EventImport, KeepsKeysValuesAndOutcomes) {
  const Transactions h = import_transactions(import_history(
      "{:type :invoke, :process 0, :f :txn, :value [[:append :x 1] [:r \"y\" nil]]}\n"
      "{:type :invoke, :process 1, :f :txn, :value [[:append :x 2]]}\n"
      "{:type :ok, :process 0, :f :txn, :value [[:append :x 1] [:r \"y\" [3 4]]]}\n"
      "{:type :info, :process 1, :f :txn, :value [[:append :x 2]]}\n",
      "f", Format::Edn));
  ASSERT_EQ(h.size(), 2U);
  EXPECT_EQ(h.type, DataType::ListAppend);
  EXPECT_EQ(h.key_text(0), ":x");
  EXPECT_EQ(h.longest_read(1), (std::vector<Token>{3, 4}));
  EXPECT_EQ(h[1].outcome, Outcome::Indeterminate);
  EXPECT_EQ(h[1].completed, kNever);
  EXPECT_LT(h[0].invoked, h[1].invoked);
}

TEST(EventImport, IgnoresWhatAnUnfinishedTransactionSeemsToHaveRead) {
  const Transactions h = import_transactions(
      import_history("{:type :invoke, :process 0, :value [[:w :x 1] [:r :y nil]]}\n"
                     "{:type :info, :process 0, :value [[:w :x 1] [:r :y 7]]}\n",
                     "f", Format::Edn));
  EXPECT_EQ(h.op_count(), 1U);
}

TEST(EventImport, NamesTheLineOfWhatIsNoTransaction) {
  const std::string good = "{:type :invoke, :process 0, :value [[:w :x 1]]}\n";
  for (const char* bad : {"[[:w :x]]", "[[:delete :x 1]]", "[:w :x 1]", "7", "[[:w :x nil]]",
                          "[[:r :x 1 2]]", "[[:w :x 1] 7]", "[[:r :x [1]] [:w :x 1]]"}) {
    const std::string text = good + "{:type :ok, :process 1, :value " + std::string(bad) + "}\n";
    EXPECT_NE(edn_error(text).find("line 2"), std::string::npos) << bad << ": " << edn_error(text);
  }
}

}  // namespace
}  // namespace ordain::check::isolation
