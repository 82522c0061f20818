# What every target of the project is compiled with: `target_link_libraries(x PRIVATE signalbox_options)`.
add_library(signalbox_options INTERFACE)

# Warnings are errors everywhere. Equal inputs must give equal bytes on every host, so no contraction of floating-point operations.
target_compile_options(signalbox_options INTERFACE -Wall -Wextra -Werror -ffp-contract=off)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
  # GCC 12 sees overlapping copies in `"text" + string` that are not there (GCC bug 105651); Clang compiles the same files without it.
  target_compile_options(signalbox_options INTERFACE -Wno-restrict)
endif()

if(SIGNALBOX_SANITIZE OR SIGNALBOX_FUZZ)
  # The engine has no run-time type information, which the vptr check needs.
  set(sanitizers -fsanitize=address,undefined -fno-sanitize=vptr -fno-sanitize-recover=all)
  target_compile_options(signalbox_options INTERFACE ${sanitizers} -fno-omit-frame-pointer)
  target_link_options(signalbox_options INTERFACE ${sanitizers})
endif()
if(SIGNALBOX_FUZZ)
  target_compile_options(signalbox_options INTERFACE -fsanitize=fuzzer-no-link)
endif()

# signalbox_sources(VARIABLE FOLDER PATTERN...): the files of FOLDER and below, found again at each build; empty folders give an empty list.
function(signalbox_sources variable folder)
  set(found)
  foreach(pattern IN LISTS ARGN)
    file(GLOB_RECURSE matches CONFIGURE_DEPENDS ${folder}/${pattern})
    list(APPEND found ${matches})
  endforeach()
  set(${variable} ${found} PARENT_SCOPE)
endfunction()

# signalbox_precompile(TARGET HEADER...): headers that nearly every file of the target includes are read once. Only in the build with
# sanitizers, the longest of all: in the others a file that forgets to include what it uses must not compile.
function(signalbox_precompile target)
  if(SIGNALBOX_SANITIZE)
    target_precompile_headers(${target} PRIVATE ${ARGN})
    # Without a time in it the header is the same in each build, and ccache finds what was compiled with it.
    target_compile_options(${target} PRIVATE "SHELL:-Xclang -fno-pch-timestamp")
  endif()
endfunction()

# signalbox_compile_fast(TARGET): for what waits more often than it works. With sanitizers optimisation is half of the compile time.
function(signalbox_compile_fast target)
  target_compile_options(${target} PRIVATE -O0)
endfunction()

set(signalbox_common_headers <algorithm> <array> <cstdint> <functional> <map> <memory> <optional> <span> <string> <string_view>
    <utility> <vector> <tl/expected.hpp>)
