# The plan of the house: every room, its folder, and what it may need. CMake links by these two
# tables and tools/check_house.py refuses an include they do not allow. A row may need only rows
# above it, so there are no cycles.

# external | Debian package | headers it provides (prefixes) | how CMake finds it
set(AV_EXTERNALS
  "expected  | libexpected-dev    | tl/           | package tl-expected tl::expected"
  "toml      | libtomlplusplus-dev | toml++/      | pkgconfig tomlplusplus"
  "json      | nlohmann-json3-dev | nlohmann/     | package nlohmann_json nlohmann_json::nlohmann_json"
  "cli11     | libcli11-dev       | CLI/          | package CLI11 CLI11::CLI11"
  "utf8proc  | libutf8proc-dev    | utf8proc      | pkgconfig libutf8proc"
  "re2       | libre2-dev         | re2/          | pkgconfig re2"
  "openssl   | libssl-dev         | openssl/      | pkgconfig libcrypto"
  "sodium    | libsodium-dev      | sodium        | pkgconfig libsodium"
  "argon2    | libargon2-dev      | argon2.h      | pkgconfig libargon2"
  "doctest   | doctest-dev        | doctest/      | package doctest doctest::doctest"
)

# room | folder | rooms it may need | externals it may need
set(AV_ROOMS
  "base      | src/base               |                                                | expected"
  "lexis     | src/lexis              | base                                           | utf8proc"
  "text      | src/analysis/text      | base lexis                                     | json"
  "syntax    | src/analysis/syntax    | base lexis text                                |"
  "knowledge | src/analysis/knowledge | base lexis text syntax                         | toml re2"
  "names     | src/analysis/names     | base lexis text syntax knowledge               |"
  "regex     | src/analysis/regex     | base                                           |"
  "flow      | src/analysis/flow      | base lexis text syntax knowledge names         |"
  "calls     | src/analysis/calls     | base lexis text syntax knowledge names flow    |"
  "taint     | src/analysis/taint     | base lexis text syntax knowledge names flow    |"
  "match     | src/analysis/match     | base lexis text syntax knowledge names regex   | re2"
  "engine    | src/analysis/engine    | base lexis text syntax knowledge names flow taint match | toml json openssl"
  "report    | src/analysis/report    | base text knowledge match engine               | json utf8proc"
  "literal   | src/runtime/literal    | base lexis                                     |"
  "limit     | src/runtime/limit      | base                                           | sodium"
  "secret    | src/runtime/secret     | base                                           |"
  "digest    | src/runtime/digest     | base secret                                    | openssl sodium"
  "fernet    | src/runtime/fernet     | base secret digest                             | openssl"
  "password  | src/runtime/password   | base secret digest                             | openssl sodium argon2"
  "cli       | src/cli                | base lexis text syntax knowledge names flow calls taint match engine report literal secret digest fernet password | cli11"
)

# Sources that AV_UNITY leaves alone, as patterns: what each has is named like what its neighbours
# have, or it sets a macro before it includes anything.
set(AV_ALONE
  "/src/analysis/match/rules/"     # each its look_at, its report, its kCallees
  "/src/runtime/fernet/kernel.cc"  # OPENSSL_SUPPRESS_DEPRECATED
  "/tests/support/main.cc"         # DOCTEST_CONFIG_IMPLEMENT_WITH_MAIN
)

# _av_columns splits a table row into the named variables of the caller.
macro(_av_columns row)
  string(REPLACE "|" ";" _columns "${row};")
  foreach(_name ${ARGN})
    list(POP_FRONT _columns ${_name})
    string(STRIP "${${_name}}" ${_name})
    string(REGEX REPLACE " +" ";" ${_name} "${${_name}}")
  endforeach()
endmacro()

# av_find_external makes the target av_external_<name> by the table's recipe.
function(av_find_external wanted)
  if(TARGET av_external_${wanted})
    return()
  endif()
  foreach(row IN LISTS AV_EXTERNALS)
    _av_columns("${row}" name debian_package headers recipe)
    if(name STREQUAL wanted)
      list(POP_FRONT recipe how package)
      if(how STREQUAL "package")
        find_package(${package} QUIET)
        set(found ${${package}_FOUND})
        set(target ${recipe})
      else()
        find_package(PkgConfig REQUIRED)
        pkg_check_modules(${name} IMPORTED_TARGET GLOBAL ${package})
        set(found ${${name}_FOUND})
        set(target PkgConfig::${name})
      endif()
      if(NOT found)
        message(FATAL_ERROR "`${package}` is missing. On Debian 12 it is in ${debian_package}; "
          "`./dev build`, run as root, installs all packages that the build needs.")
      endif()
      add_library(av_external_${name} INTERFACE IMPORTED GLOBAL)
      target_link_libraries(av_external_${name} INTERFACE ${target})
      return()
    endif()
  endforeach()
  message(FATAL_ERROR "no external '${wanted}' in cmake/Rooms.cmake")
endfunction()

# av_unite lets a target's sources be compiled several at once: reading the headers is most of the
# work. What a batch holds is one unit, so names in anonymous namespaces differ within a room.
function(av_unite target)
  if(NOT AV_UNITY)
    return()
  endif()
  set_target_properties(${target} PROPERTIES UNITY_BUILD ON UNITY_BUILD_BATCH_SIZE 8)
  get_target_property(sources ${target} SOURCES)
  foreach(pattern IN LISTS AV_ALONE)
    set(alone ${sources})
    list(FILTER alone INCLUDE REGEX ${pattern})
    set_source_files_properties(${alone} PROPERTIES SKIP_UNITY_BUILD_INCLUSION ON)
  endforeach()
  # A class with a member of an anonymous namespace is warned of outside the main file.
  if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    target_compile_options(${target} PRIVATE -Wno-subobject-linkage)
  endif()
endfunction()

# av_add_room makes the library av_<room> from every .cc file of the room's folder (main.cc is left
# to the program) and the test binary test_<room> from tests/<room>/**/*_test.cc.
function(av_add_room wanted)
  foreach(row IN LISTS AV_ROOMS)
    _av_columns("${row}" room folder rooms externals)
    if(room STREQUAL wanted)
      break()
    endif()
  endforeach()
  if(NOT room STREQUAL wanted)
    message(FATAL_ERROR "no room '${wanted}' in cmake/Rooms.cmake")
  endif()

  file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/${folder}/*.cc)
  list(FILTER sources EXCLUDE REGEX "/main\\.cc$|/[a-z_]+_tool\\.cc$")
  if(sources)
    add_library(av_${room} STATIC ${sources})
    av_unite(av_${room})
    set(scope PUBLIC)
  else()
    add_library(av_${room} INTERFACE)
    set(scope INTERFACE)
  endif()
  target_link_libraries(av_${room} ${scope} av_flags)
  foreach(name IN LISTS rooms)
    if(TARGET av_${name})
      target_link_libraries(av_${room} ${scope} av_${name})
    endif()
  endforeach()
  foreach(name IN LISTS externals)
    av_find_external(${name})
    target_link_libraries(av_${room} ${scope} av_external_${name})
  endforeach()
  _av_add_room_tests(${room})
endfunction()

function(_av_add_room_tests room)
  file(GLOB_RECURSE tests CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/tests/${room}/*_test.cc)
  if(NOT AV_TESTS OR NOT tests)
    return()
  endif()
  add_executable(test_${room} ${tests})
  av_unite(test_${room})
  target_link_libraries(test_${room} PRIVATE av_${room} av_test_support)
  set_target_properties(test_${room} PROPERTIES
    RUNTIME_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/tests)
  # Tests run in the repository's root, so that they name catalog/ and guide files by plain paths.
  add_test(NAME ${room} COMMAND test_${room} WORKING_DIRECTORY ${PROJECT_SOURCE_DIR})
  set_tests_properties(${room} PROPERTIES TIMEOUT 600)
endfunction()

# av_add_rooms adds every room of the table whose folder is there; a room with a CMakeLists.txt of
# its own (one that generates sources) calls av_add_room itself.
function(av_add_rooms)
  file(GLOB present CONFIGURE_DEPENDS LIST_DIRECTORIES true
    ${PROJECT_SOURCE_DIR}/src/* ${PROJECT_SOURCE_DIR}/src/analysis/*
    ${PROJECT_SOURCE_DIR}/src/runtime/*)
  foreach(row IN LISTS AV_ROOMS)
    _av_columns("${row}" room folder)
    if(EXISTS ${PROJECT_SOURCE_DIR}/${folder}/CMakeLists.txt)
      add_subdirectory(${PROJECT_SOURCE_DIR}/${folder})
    elseif(EXISTS ${PROJECT_SOURCE_DIR}/${folder})
      av_add_room(${room})
    endif()
  endforeach()
endfunction()

# av_all_rooms names the targets of all rooms that are there.
function(av_all_rooms result)
  set(targets)
  foreach(row IN LISTS AV_ROOMS)
    _av_columns("${row}" room)
    if(TARGET av_${room})
      list(APPEND targets av_${room})
    endif()
  endforeach()
  set(${result} ${targets} PARENT_SCOPE)
endfunction()

# av_add_fuzz_targets makes one libFuzzer binary, fuzz/<name>, of each fuzz/<name>_fuzz.cc. They may
# use every room but the command line, which takes as long to compile as all the analysis.
function(av_add_fuzz_targets)
  av_all_rooms(rooms)
  list(REMOVE_ITEM rooms av_cli)
  file(GLOB sources CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/fuzz/*_fuzz.cc)
  add_custom_target(fuzzers)
  foreach(source IN LISTS sources)
    string(REGEX REPLACE ".*/(.*)_fuzz\\.cc" "\\1" name ${source})
    add_executable(fuzz_${name} EXCLUDE_FROM_ALL ${source})
    target_include_directories(fuzz_${name} PRIVATE ${PROJECT_SOURCE_DIR})
    target_link_libraries(fuzz_${name} PRIVATE ${rooms})
    target_link_options(fuzz_${name} PRIVATE -fsanitize=fuzzer)
    set_target_properties(fuzz_${name} PROPERTIES
      OUTPUT_NAME ${name} RUNTIME_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/fuzz)
    add_dependencies(fuzzers fuzz_${name})
  endforeach()
endfunction()

# av_add_header_check makes the target `headers`: one source file a header that includes nothing
# else, so a header that leans on what its users include does not compile.
function(av_add_header_check)
  av_all_rooms(rooms)
  file(GLOB_RECURSE headers CONFIGURE_DEPENDS RELATIVE ${PROJECT_SOURCE_DIR}
    ${PROJECT_SOURCE_DIR}/src/*.h ${PROJECT_SOURCE_DIR}/include/*.h)
  set(sources)
  foreach(header IN LISTS headers)
    set(source ${PROJECT_BINARY_DIR}/headers/${header}.cc)
    string(REGEX REPLACE "^(src|include)/" "" header ${header})
    file(CONFIGURE OUTPUT ${source} CONTENT "#include \"${header}\"\n")
    list(APPEND sources ${source})
  endforeach()
  if(sources)
    add_library(headers OBJECT EXCLUDE_FROM_ALL ${sources})
    target_link_libraries(headers PRIVATE ${rooms})
    target_compile_options(headers PRIVATE -fsyntax-only)
  else()
    add_custom_target(headers)
  endif()
endfunction()
