# What every target is compiled with.
set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)

# No build type defines NDEBUG: assertions cost little here and stay on in every build.
set(CMAKE_CXX_FLAGS_RELEASE "-O3")
set(CMAKE_CXX_FLAGS_RELWITHDEBINFO "-O2 -g")
set(CMAKE_CXX_FLAGS_DEBUG "-O0")
set(CMAKE_CXX_FLAGS_SANITIZE "-O1 -g1 -fno-omit-frame-pointer")
# For what takes long to optimise and no time to run: the tests' macros, the verbs' command lines.
set(ordain_cold "")
if(CMAKE_BUILD_TYPE STREQUAL Release)
  set(ordain_cold -O1)
elseif(CMAKE_BUILD_TYPE STREQUAL Sanitize)
  set(ordain_cold -O0)
endif()

# "auto": the level v3 of x86-64 (AVX2, BMI2, popcnt), if this machine has it: a twentieth fewer
# instructions a run. What runs do is the same: the sanitizer build keeps to the base level, and the
# tests hold it to the same digests.
set(ORDAIN_CPU auto CACHE STRING "what -march= takes; auto: the best of this machine; none: any machine")
if(ORDAIN_CPU STREQUAL auto AND CMAKE_BUILD_TYPE STREQUAL Release)
  include(CheckCXXSourceRuns)
  check_cxx_source_runs(
    "int main() { return __builtin_cpu_supports(\"x86-64-v3\") ? 0 : 1; }" ordain_has_x86_64_v3)
  if(ordain_has_x86_64_v3)
    add_compile_options(-march=x86-64-v3)
  endif()
elseif(NOT ORDAIN_CPU MATCHES "^(auto|none)$")
  add_compile_options(-march=${ORDAIN_CPU})
endif()
add_compile_options(-ffp-contract=off)  # or a report's fractions would depend on it

include_directories(${PROJECT_SOURCE_DIR})
add_compile_options(-Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor -Werror)
if(CMAKE_CXX_COMPILER_ID STREQUAL GNU)
  # Guesses of GCC 12's optimiser that are wrong about std::optional, std::variant and std::string
  # (its bugs 105562, 105651, 105329); the sanitizer build looks for the same mistakes in earnest.
  add_compile_options(
    -Wno-maybe-uninitialized -Wno-restrict -Wno-array-bounds -Wno-stringop-overflow
    -Wno-stringop-overread)
endif()
if(CMAKE_CXX_COMPILER_ID STREQUAL Clang)
  add_compile_options("SHELL:-Xclang -fno-pch-timestamp")  # or ccache would miss
endif()
# Messages must not depend on where the clone lies (ccache makes the paths relative).
cmake_path(RELATIVE_PATH PROJECT_SOURCE_DIR BASE_DIRECTORY ${PROJECT_BINARY_DIR} OUTPUT_VARIABLE up)
add_compile_options(-ffile-prefix-map=${PROJECT_SOURCE_DIR}/= -ffile-prefix-map=${up}/=)

if(ORDAIN_SANITIZE)
  add_compile_options(-fsanitize=${ORDAIN_SANITIZE} -fno-sanitize-recover=all)
  add_link_options(-fsanitize=${ORDAIN_SANITIZE})
endif()

find_program(CCACHE ccache)
if(CCACHE)
  # What ccache asks for to cache compilations that use a precompiled header (the tests).
  set(CMAKE_CXX_COMPILER_LAUNCHER
    ${CMAKE_COMMAND} -E env CCACHE_BASEDIR=${PROJECT_SOURCE_DIR} CCACHE_NOHASHDIR=1
    CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime ${CCACHE})
endif()

find_package(Threads REQUIRED)
find_package(Boost 1.81 REQUIRED)
