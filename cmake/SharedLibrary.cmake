# libcimgate.so: the C interface and all that it needs of cimgate and of Xerces-C++, with no other symbol to be seen.
# Debian compiles libxerces-c.a for programs, not for shared libraries. That makes one difference: it takes the symbols that it
# names to be its own. They are, once none of them can be seen from outside, which the version script sees to
# (docs/decisions/020).
set(symbols_file ${PROJECT_SOURCE_DIR}/packaging/library/symbols)
set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${symbols_file})
file(STRINGS ${symbols_file} exported REGEX "^[^#]")
list(JOIN exported "; " exported)
set(version_script ${CMAKE_CURRENT_BINARY_DIR}/libcimgate.map)
file(CONFIGURE OUTPUT ${version_script} CONTENT "CIMGATE_0 { global: @exported@; local: *; };\n" @ONLY)

file(CONFIGURE OUTPUT ${CMAKE_CURRENT_BINARY_DIR}/libcimgate.c CONTENT "/* All that is in libcimgate comes from archives. */\n")
add_library(libcimgate SHARED ${CMAKE_CURRENT_BINARY_DIR}/libcimgate.c)
target_link_libraries(libcimgate PRIVATE "$<LINK_LIBRARY:WHOLE_ARCHIVE,cimgate_c_interface>")
set_target_properties(libcimgate PROPERTIES OUTPUT_NAME cimgate SOVERSION 0 VERSION 0.${PROJECT_VERSION} LINKER_LANGUAGE CXX
  LINK_DEPENDS ${version_script} LIBRARY_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/lib)
target_link_options(libcimgate PRIVATE LINKER:--version-script=${version_script} LINKER:--as-needed
  LINKER:--no-undefined LINKER:-Bsymbolic LINKER:--gc-sections)
