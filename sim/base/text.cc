#include "sim/base/text.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <limits>

#include "sim/base/int128.h"

namespace ordain {
namespace {

struct Unit {
  std::string_view name;
  int64_t ns;
};

constexpr std::array<Unit, 6> kUnits{{{"h", 3'600'000'000'000},
                                      {"m", 60'000'000'000},
                                      {"s", 1'000'000'000},
                                      {"ms", 1'000'000},
                                      {"us", 1'000},
                                      {"ns", 1}}};

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// A decimal number as digits / 10^places, at most 19 digits in all (what fits 64 bits for certain).
struct Decimal {
  uint64_t digits = 0;
  uint64_t scale = 1;
};

// Consumes a decimal number from the front of `text`; nullopt when there is none or it is too long.
std::optional<Decimal> take_decimal(std::string_view& text) {
  Decimal out;
  int count = 0;
  bool point = false;
  size_t i = 0;
  for (; i < text.size(); ++i) {
    if (text[i] == '.' && !point && i > 0) {
      point = true;
    } else if (is_digit(text[i])) {
      if (++count > 19) return std::nullopt;
      out.digits = out.digits * 10 + static_cast<uint64_t>(text[i] - '0');
      if (point) out.scale *= 10;
    } else {
      break;
    }
  }
  if (count == 0 || (point && !is_digit(text[i - 1]))) return std::nullopt;
  text.remove_prefix(i);
  return out;
}

std::optional<Ratio> make_ratio(uint128 num, uint128 den) {
  if (den == 0 || num > den) return std::nullopt;
  uint128 a = num, b = den;
  while (b != 0) {
    const uint128 r = a % b;
    a = b;
    b = r;
  }
  num /= a;
  den /= a;
  if (den > std::numeric_limits<uint32_t>::max()) return std::nullopt;
  return Ratio{static_cast<uint32_t>(num), static_cast<uint32_t>(den)};
}

}  // namespace

std::optional<Duration> parse_duration(std::string_view text) {
  const bool negative = !text.empty() && text.front() == '-';
  if (negative) text.remove_prefix(1);
  const std::optional<Decimal> number = take_decimal(text);
  if (!number) return std::nullopt;
  for (const Unit& unit : kUnits) {
    if (text != unit.name) continue;
    const uint128 scaled = static_cast<uint128>(number->digits) * static_cast<uint64_t>(unit.ns);
    if (scaled % number->scale != 0) return std::nullopt;
    const uint128 ns = scaled / number->scale;
    const auto most = static_cast<uint64_t>(std::numeric_limits<int64_t>::max());
    if (ns > most + (negative ? 1 : 0)) return std::nullopt;
    const auto magnitude = static_cast<uint64_t>(ns);
    return Duration{static_cast<int64_t>(negative ? 0 - magnitude : magnitude)};
  }
  return std::nullopt;
}

std::string format_duration(Duration d) {
  if (d.ns == 0) return "0s";
  const uint64_t magnitude =
      d.ns < 0 ? 0 - static_cast<uint64_t>(d.ns) : static_cast<uint64_t>(d.ns);
  std::string out = d.ns < 0 ? "-" : "";
  const auto unit = std::find_if(kUnits.begin() + 2, kUnits.end(), [&](const Unit& u) {
    return magnitude >= static_cast<uint64_t>(u.ns);
  });
  const auto per = static_cast<uint64_t>(unit->ns);
  out += std::to_string(magnitude / per);
  if (const uint64_t rest = magnitude % per; rest != 0) {
    std::string fraction = std::to_string(per + rest).substr(1);
    fraction.erase(fraction.find_last_not_of('0') + 1);
    out += '.' + fraction;
  }
  return out + std::string(unit->name);
}

std::string format_seconds(int64_t ns, int width) {
  const int64_t ms = ns / 1'000'000;
  const int64_t rest = ms % 1000;
  std::string out = ms < 0 ? "-" : "";
  out += std::to_string(ms / 1000 * (ms < 0 ? -1 : 1)) + '.';
  out += std::to_string(1000 + (rest < 0 ? -rest : rest)).substr(1) + 's';
  if (static_cast<int>(out.size()) < width)
    out.insert(0, static_cast<size_t>(width) - out.size(), ' ');
  return out;
}

std::optional<Ratio> parse_ratio(std::string_view text) {
  const std::optional<Decimal> first = take_decimal(text);
  if (!first) return std::nullopt;
  if (text.empty()) return make_ratio(first->digits, first->scale);
  if (text == "%") return make_ratio(first->digits, static_cast<uint128>(first->scale) * 100);
  if (text.front() != '/' || first->scale != 1) return std::nullopt;
  text.remove_prefix(1);
  const std::optional<Decimal> second = take_decimal(text);
  if (!second || second->scale != 1 || !text.empty()) return std::nullopt;
  return make_ratio(first->digits, second->digits);
}

std::string format_ratio(Ratio r) {
  if (r.num == 0) return "0";
  if (r.num == r.den) return "1";
  for (uint64_t scale : {1ULL, 10ULL, 100ULL, 1000ULL, 10000ULL}) {
    const uint64_t scaled = static_cast<uint64_t>(r.num) * 100 * scale;
    if (scaled % r.den != 0) continue;
    const uint64_t percent = scaled / r.den;
    std::string out = std::to_string(percent / scale);
    if (percent % scale != 0) out += '.' + std::to_string(scale + percent % scale).substr(1);
    return out + '%';
  }
  return std::to_string(r.num) + '/' + std::to_string(r.den);
}

std::optional<uint64_t> parse_u64(std::string_view text) {
  int base = 10;
  if (text.size() > 2 && text[0] == '0' && (text[1] == 'x' || text[1] == 'X')) {
    base = 16;
    text.remove_prefix(2);
  }
  uint64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value, base);
  if (error != std::errc{} || end != text.data() + text.size() || text.empty()) return std::nullopt;
  return value;
}

std::string hex64(uint64_t value) {
  std::string out(16, '0');
  for (size_t i = 16; i-- > 0; value >>= 4) out[i] = "0123456789abcdef"[value & 15];
  return out;
}

std::string join(const std::vector<std::string>& parts, std::string_view separator) {
  std::string out;
  for (size_t i = 0; i < parts.size(); ++i) {
    if (i > 0) out += separator;
    out += parts[i];
  }
  return out;
}

std::optional<std::string> nearest(std::string_view word, const std::vector<std::string>& known) {
  // Bounded: a hostile 4 MB key must not cost a quadratic table.
  if (word.empty() || word.size() > 64) return std::nullopt;
  std::optional<std::string> best;
  size_t best_distance = word.size() / 3 + 2;
  for (const std::string& candidate : known) {
    const size_t rows = word.size(), columns = candidate.size();
    std::vector<std::vector<size_t>> d(rows + 1, std::vector<size_t>(columns + 1));
    for (size_t i = 0; i <= rows; ++i) d[i][0] = i;
    for (size_t j = 0; j <= columns; ++j) d[0][j] = j;
    for (size_t i = 1; i <= rows; ++i) {
      for (size_t j = 1; j <= columns; ++j) {
        const size_t change = word[i - 1] == candidate[j - 1] ? 0 : 1;
        d[i][j] = std::min({d[i - 1][j] + 1, d[i][j - 1] + 1, d[i - 1][j - 1] + change});
        if (i > 1 && j > 1 && word[i - 1] == candidate[j - 2] && word[i - 2] == candidate[j - 1]) {
          d[i][j] = std::min(d[i][j], d[i - 2][j - 2] + 1);
        }
      }
    }
    if (d[rows][columns] < best_distance && d[rows][columns] < std::max(rows, columns)) {
      best_distance = d[rows][columns];
      best = candidate;
    }
  }
  return best;
}

std::string did_you_mean(std::string_view word, const std::vector<std::string>& known) {
  const std::optional<std::string> best = nearest(word, known);
  return best ? "did you mean \"" + *best + "\"?" : "";
}

}  // namespace ordain
