// Sizes and marks: files and functions that a reader can take in, lines that fit beside each other.
#pragma once

#include <vector>

#include "tests/tidy/source_tree.h"

namespace ordain::tidy {

inline constexpr int kMostLinesOfAFile = 500;
inline constexpr int kMostLinesOfAFunction = 70;
inline constexpr int kMostColumns = 100;

// Files of more than 500 lines, lines of more than 100 columns, tabs and trailing spaces.
std::vector<Finding> check_lines(const SourceFile& file);

// Functions of more than 70 lines, from the first line of the signature to the closing brace.
std::vector<Finding> check_functions(const SourceFile& file);

// A header has #pragma once, and a comment before it that says what it is.
std::vector<Finding> check_header(const SourceFile& file);

// Marks of unfinished work, and paths of somebody's machine.
std::vector<Finding> check_marks(const SourceFile& file);

}  // namespace ordain::tidy
