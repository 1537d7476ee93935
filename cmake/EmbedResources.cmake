# embed_resources(TARGET name FUNCTION name ROOT dir FILES relative...)
# Makes an object library that holds the files byte for byte (.incbin) and a sorted table of them, which the function gives.
function(embed_resources)
  cmake_parse_arguments(ARG "" "TARGET;FUNCTION;ROOT" "FILES" ${ARGN})
  list(SORT ARG_FILES)
  set(asm_text "  .section .rodata\n")
  set(extern_text "")
  set(table_text "")
  set(depends "")
  set(index 0)
  foreach(file IN LISTS ARG_FILES)
    set(path ${ARG_ROOT}/${file})
    string(APPEND asm_text
      "  .global ${ARG_TARGET}_${index}\n"
      "  .global ${ARG_TARGET}_${index}_end\n"
      "${ARG_TARGET}_${index}:\n  .incbin \"${path}\"\n"
      "${ARG_TARGET}_${index}_end:\n  .byte 0\n")
    string(APPEND extern_text
      "extern const char ${ARG_TARGET}_${index}[];\nextern const char ${ARG_TARGET}_${index}_end[];\n")
    string(APPEND table_text
      "    Resource{\"${file}\", ${ARG_TARGET}_${index}, ${ARG_TARGET}_${index}_end},\n")
    list(APPEND depends ${path})
    math(EXPR index "${index} + 1")
  endforeach()
  string(APPEND asm_text "  .section .note.GNU-stack,\"\",%progbits\n")
  set(out ${CMAKE_CURRENT_BINARY_DIR}/${ARG_TARGET})
  file(CONFIGURE OUTPUT ${out}.s CONTENT "${asm_text}" @ONLY)
  file(CONFIGURE OUTPUT ${out}.cpp CONTENT "// Made by cmake/EmbedResources.cmake.
#include \"gateway/resources/embedded.hpp\"
extern \"C\" {
${extern_text}}
namespace cimgate::resources {
namespace {
const Resource table[] = {
${table_text}};
}
std::span<const Resource> ${ARG_FUNCTION}() { return table; }
}  // namespace cimgate::resources
" @ONLY)
  set_source_files_properties(${out}.s PROPERTIES LANGUAGE ASM OBJECT_DEPENDS "${depends}")
  add_library(${ARG_TARGET} STATIC ${out}.s ${out}.cpp)
  target_include_directories(${ARG_TARGET} PRIVATE ${PROJECT_SOURCE_DIR})
endfunction()
