// What is written for people: colours only where a terminal shows them and nobody has declined them
// (https://no-color.org).
#pragma once

#include <cstdio>
#include <string>
#include <string_view>

namespace ordain::cli {

enum class Colour : unsigned char { plain, dim, bold, red, green, yellow, blue, cyan };
enum class ColourMode : unsigned char { automatic, always, never };

class Palette {
 public:
  Palette() = default;  // no colours
  // For text that goes to `stream`.
  Palette(ColourMode mode, std::FILE* stream);

  bool on() const { return on_; }
  std::string paint(Colour colour, std::string_view text) const;

 private:
  bool on_ = false;
};

bool is_terminal(std::FILE* stream);

// Writes and flushes; a closed pipe is not an error of ours.
void write_to(std::FILE* stream, std::string_view text);

}  // namespace ordain::cli
