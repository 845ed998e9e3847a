# What `cmake --install` puts out. The component `program` is the program with its manual page and
# completions; `development` is for C++ programs: the headers, the runtime rooms as archives, and a
# package file, so that
#   find_package(antivenom REQUIRED)
#   target_link_libraries(app PRIVATE antivenom::password)
# works.  The package file is written from the tables of Rooms.cmake.
include(GNUInstallDirs)
include(CMakePackageConfigHelpers)

# The parts a program may link, and what they stand on.
set(AV_INSTALLED base lexis literal limit secret digest fernet password)

# _av_package_externals appends to `text` what finds an external and makes antivenom::external_NAME.
function(_av_package_externals result)
  set(text "")
  foreach(wanted IN LISTS ARGN)
    foreach(row IN LISTS AV_EXTERNALS)
      _av_columns("${row}" name debian_package headers recipe)
      if(name STREQUAL wanted)
        list(POP_FRONT recipe how package)
        if(how STREQUAL "package")
          string(APPEND text "find_dependency(${package})\n")
          set(target ${recipe})
        else()
          string(APPEND text "find_dependency(PkgConfig)\n"
            "pkg_check_modules(antivenom_${name} REQUIRED QUIET IMPORTED_TARGET ${package})\n")
          set(target PkgConfig::antivenom_${name})
        endif()
        string(APPEND text "_antivenom_external(${name} ${target})\n")
      endif()
    endforeach()
  endforeach()
  set(${result} "${text}" PARENT_SCOPE)
endfunction()

# av_install_program lets the program write its manual page and completions, and installs all.
function(av_install_program)
  set(rows
    "antivenom.1|help --man|${CMAKE_INSTALL_MANDIR}/man1"
    "bash/antivenom|completion bash|${CMAKE_INSTALL_DATADIR}/bash-completion/completions"
    "zsh/_antivenom|completion zsh|${CMAKE_INSTALL_DATADIR}/zsh/site-functions"
    "fish/antivenom.fish|completion fish|${CMAKE_INSTALL_DATADIR}/fish/vendor_completions.d")
  set(files "")
  foreach(row IN LISTS rows)
    string(REPLACE "|" ";" row "${row}")
    list(POP_FRONT row name arguments folder)
    separate_arguments(arguments)
    set(file ${PROJECT_BINARY_DIR}/share/${name})
    add_custom_command(OUTPUT ${file} COMMAND antivenom ${arguments} > ${file} DEPENDS antivenom)
    list(APPEND files ${file})
    install(FILES ${file} DESTINATION ${folder} COMPONENT program)
  endforeach()
  file(MAKE_DIRECTORY ${PROJECT_BINARY_DIR}/share/bash ${PROJECT_BINARY_DIR}/share/zsh
    ${PROJECT_BINARY_DIR}/share/fish)
  add_custom_target(share ALL DEPENDS ${files})
  install(TARGETS antivenom DESTINATION ${CMAKE_INSTALL_BINDIR} COMPONENT program)
endfunction()

function(av_install_parts)
  set(parts "")
  set(needed "")
  foreach(row IN LISTS AV_ROOMS)
    _av_columns("${row}" room folder rooms externals)
    if(NOT room IN_LIST AV_INSTALLED)
      continue()
    endif()
    list(TRANSFORM rooms PREPEND antivenom::)
    list(APPEND needed ${externals})
    list(TRANSFORM externals PREPEND antivenom::external_)
    string(APPEND parts "_antivenom_part(${room} \"${rooms};${externals}\")\n")
    install(FILES $<TARGET_FILE:av_${room}> DESTINATION ${CMAKE_INSTALL_LIBDIR}/antivenom
      COMPONENT development)
  endforeach()
  list(REMOVE_DUPLICATES needed)
  _av_package_externals(AV_PACKAGE_EXTERNALS ${needed})
  set(AV_PACKAGE_PARTS "${parts}")
  set(folder ${CMAKE_INSTALL_LIBDIR}/cmake/antivenom)
  configure_package_config_file(${PROJECT_SOURCE_DIR}/cmake/antivenomConfig.cmake.in
    ${PROJECT_BINARY_DIR}/antivenomConfig.cmake INSTALL_DESTINATION ${folder}
    PATH_VARS CMAKE_INSTALL_INCLUDEDIR CMAKE_INSTALL_LIBDIR)
  write_basic_package_version_file(${PROJECT_BINARY_DIR}/antivenomConfigVersion.cmake
    COMPATIBILITY SameMinorVersion)
  install(FILES ${PROJECT_BINARY_DIR}/antivenomConfig.cmake
    ${PROJECT_BINARY_DIR}/antivenomConfigVersion.cmake DESTINATION ${folder}
    COMPONENT development)
  install(DIRECTORY ${PROJECT_SOURCE_DIR}/include/antivenom
    DESTINATION ${CMAKE_INSTALL_INCLUDEDIR} COMPONENT development)
endfunction()
