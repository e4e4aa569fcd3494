#include "tools/cli/terminal.h"

#include <unistd.h>

#include <cstdlib>

namespace ordain::cli {
namespace {

bool declined() {
  const char* no_color = std::getenv("NO_COLOR");
  const char* term = std::getenv("TERM");
  return (no_color != nullptr && *no_color != '\0') ||
         (term != nullptr && std::string_view(term) == "dumb");
}

std::string_view code(Colour colour) {
  switch (colour) {
    case Colour::plain:
      return "";
    case Colour::dim:
      return "\x1b[2m";
    case Colour::bold:
      return "\x1b[1m";
    case Colour::red:
      return "\x1b[31m";
    case Colour::green:
      return "\x1b[32m";
    case Colour::yellow:
      return "\x1b[33m";
    case Colour::blue:
      return "\x1b[34m";
    case Colour::cyan:
      return "\x1b[36m";
  }
  return "";
}

}  // namespace

bool is_terminal(std::FILE* stream) { return ::isatty(::fileno(stream)) == 1; }

Palette::Palette(ColourMode mode, std::FILE* stream)
    : on_(mode == ColourMode::always ||
          (mode == ColourMode::automatic && is_terminal(stream) && !declined())) {}

std::string Palette::paint(Colour colour, std::string_view text) const {
  const std::string_view start = on_ ? code(colour) : std::string_view();
  if (start.empty()) return std::string(text);
  return std::string(start) + std::string(text) + "\x1b[0m";
}

void write_to(std::FILE* stream, std::string_view text) {
  std::fwrite(text.data(), 1, text.size(), stream);
  std::fflush(stream);
}

}  // namespace ordain::cli
