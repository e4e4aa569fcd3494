// Where exporters write: text is collected and handed on in pieces, so that the export of a million
// events needs neither one huge string nor a call an event.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <utility>

namespace ordain {

class TextSink {
 public:
  using Take = std::function<void(std::string_view)>;

  explicit TextSink(Take take) : take_(std::move(take)) {}
  explicit TextSink(std::string& out)
      : TextSink([&out](std::string_view piece) { out += piece; }) {}
  TextSink(const TextSink&) = delete;
  TextSink& operator=(const TextSink&) = delete;

  // The piece being collected; append to it, then call next() between two records.
  std::string& text() { return text_; }
  void next() {
    if (text_.size() >= kPiece) flush();
  }
  // Hands on what is left. Requires a call at the end: a sink that throws must not do so in a
  // destructor.
  void flush() {
    if (!text_.empty()) take_(text_);
    text_.clear();
  }

 private:
  static constexpr size_t kPiece = 1 << 16;

  Take take_;
  std::string text_;
};

}  // namespace ordain
