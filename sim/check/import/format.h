// The formats of recorded histories: recognised from content (and the file's ending where content
// leaves a doubt), named on the command line, and read into a History.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "sim/check/history.h"

namespace ordain::check {

// PlumeText holds transactions without times; the isolation checkers read it, not import_history.
enum class Format : uint8_t { Edn, Json, Ndjson, EtcdLog, PorcupineKv, PlumeText };

std::string_view name_of(Format format);
const std::vector<std::string>& format_names();

// Throws InputError for an unknown name.
Format parse_format(std::string_view name);

// Never fails: what nothing recognises is taken for EDN, whose reader then says what is wrong.
Format detect_format(std::string_view file_name, std::string_view text);

History import_history(std::string_view text, const std::string& source, Format format);

}  // namespace ordain::check
