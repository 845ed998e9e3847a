# av_flags carries what every target of ours compiles and links with: warnings as errors, hardening
# for release, sanitizers where a preset asks for them.
add_library(av_flags INTERFACE)
target_include_directories(av_flags INTERFACE
  ${PROJECT_SOURCE_DIR}/src ${PROJECT_SOURCE_DIR}/include)
target_compile_features(av_flags INTERFACE cxx_std_20)
target_compile_options(av_flags INTERFACE
  -Wall -Wextra -Wpedantic -Wconversion -Wsign-conversion -Wshadow -Wold-style-cast
  -Wnon-virtual-dtor -Wimplicit-fallthrough -Wformat=2 -Werror
  # The same bytes from every checkout: no path of this machine in the objects.
  -ffile-prefix-map=${PROJECT_SOURCE_DIR}/=)

# g++ knows the size of what it frees by default.
if(CMAKE_CXX_COMPILER_ID STREQUAL "Clang")
  target_compile_options(av_flags INTERFACE -fsized-deallocation)
endif()

find_package(Threads REQUIRED)
target_link_libraries(av_flags INTERFACE Threads::Threads)

if(AV_SANITIZE)
  target_compile_options(av_flags INTERFACE
    -fsanitize=${AV_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer)
  target_link_options(av_flags INTERFACE -fsanitize=${AV_SANITIZE})
  # A third of the time of compiling goes into checks of every single access; AddressSanitizer sees
  # the accesses that they mean.
  if(AV_SANITIZE MATCHES "undefined")
    target_compile_options(av_flags INTERFACE -fno-sanitize=null,alignment,vptr,object-size)
  endif()
endif()

if(AV_FUZZ)
  target_compile_options(av_flags INTERFACE -fsanitize=fuzzer-no-link)
endif()

if(AV_HARDEN)
  target_compile_options(av_flags INTERFACE
    -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=3 -fstack-protector-strong -fstack-clash-protection)
  if(CMAKE_SYSTEM_PROCESSOR MATCHES "x86_64")
    target_compile_options(av_flags INTERFACE -fcf-protection=full)
  endif()
  target_link_options(av_flags INTERFACE -Wl,-z,relro,-z,now)
endif()

# mold links in a fraction of the time; without it the compiler's own choice stands.
find_program(AV_MOLD mold)
if(AV_MOLD)
  target_link_options(av_flags INTERFACE -fuse-ld=mold)
endif()

# Paths relative to the checkout, so that checkouts of the same code share cache entries.
find_program(AV_CCACHE ccache)
if(AV_CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  set(CMAKE_CXX_COMPILER_LAUNCHER
    env CCACHE_BASEDIR=${PROJECT_SOURCE_DIR} CCACHE_NOHASHDIR=1 ${AV_CCACHE})
endif()
