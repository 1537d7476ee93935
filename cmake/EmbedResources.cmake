# embed_resources(TARGET name ROOT dir FILES relative...)
# Makes an object library that holds the files byte for byte (.incbin) and a sorted table of them.
function(embed_resources)
  cmake_parse_arguments(ARG "" "TARGET;ROOT" "FILES" ${ARGN})
  list(SORT ARG_FILES)
  set(asm_text "  .section .rodata\n")
  set(extern_text "")
  set(table_text "")
  set(depends "")
  set(index 0)
  foreach(file IN LISTS ARG_FILES)
    set(path ${ARG_ROOT}/${file})
    string(APPEND asm_text
      "  .global cimgate_resource_${index}\n"
      "  .global cimgate_resource_${index}_end\n"
      "cimgate_resource_${index}:\n  .incbin \"${path}\"\n"
      "cimgate_resource_${index}_end:\n  .byte 0\n")
    string(APPEND extern_text
      "extern const char cimgate_resource_${index}[];\nextern const char cimgate_resource_${index}_end[];\n")
    string(APPEND table_text
      "    Resource{\"${file}\", cimgate_resource_${index}, cimgate_resource_${index}_end},\n")
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
std::span<const Resource> embedded() { return table; }
}  // namespace cimgate::resources
" @ONLY)
  set_source_files_properties(${out}.s PROPERTIES LANGUAGE ASM OBJECT_DEPENDS "${depends}")
  add_library(${ARG_TARGET} STATIC ${out}.s ${out}.cpp)
  target_include_directories(${ARG_TARGET} PRIVATE ${PROJECT_SOURCE_DIR})
endfunction()
