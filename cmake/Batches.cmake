# Compiling several sources of a room at once, for whoever builds everything once: most of the time goes into what sources
# have in common. Whoever changes one source after the other is better off without, and the compiler then also inlines a
# little more (2 % of a translation). So it is off, and scripts/demo turns it on for the first build, as .ci/run does.
option(CIMGATE_BATCHES "Compile several sources of a room at once" OFF)

if(CIMGATE_BATCHES AND CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  # What is private to a source may be part of a class of that source, which the compiler cannot see when it reads several.
  add_compile_options($<$<COMPILE_LANGUAGE:CXX>:-Wno-subobject-linkage>)
endif()

# These stay alone, because they lead to zlib. Who calls a source of a batch needs what all of them need, and libcimgate.so,
# which calls their neighbours, is to need no zlib: tests/library/abi sees it.
set(sources_alone gateway/report/packed_size.cpp gateway/report/sarif_writer.cpp gateway/report/writer.cpp)
list(TRANSFORM sources_alone PREPEND ${PROJECT_SOURCE_DIR}/)

# Lets the sources of the target be compiled in batches. cmake/batches says which may.
function(compile_in_batches target)
  if(NOT CIMGATE_BATCHES)
    return()
  endif()
  list(REMOVE_ITEM ARGN ${sources_alone})
  execute_process(COMMAND perl ${PROJECT_SOURCE_DIR}/cmake/batches 8 ${ARGN}
    OUTPUT_VARIABLE batches OUTPUT_STRIP_TRAILING_WHITESPACE COMMAND_ERROR_IS_FATAL ANY)
  string(REPLACE "\n" ";" batches "${batches}")
  set(number 0)
  foreach(batch IN LISTS batches)
    string(REPLACE " " ";" files "${batch}")
    set_source_files_properties(${files} PROPERTIES UNITY_GROUP batch_${number})
    math(EXPR number "${number} + 1")
  endforeach()
  set_target_properties(${target} PROPERTIES UNITY_BUILD ON UNITY_BUILD_MODE GROUP)
endfunction()

# Compiles cmake/HEADER.hpp first; in batches cmake/HEADER_rooms.hpp, which no change of a source will make anew.
function(precompile target header)
  if(CIMGATE_BATCHES)
    string(APPEND header _rooms)
  endif()
  target_precompile_headers(${target} PRIVATE ${PROJECT_SOURCE_DIR}/cmake/${header}.hpp)
endfunction()

# In batches, what waits for people and networks is not optimised as far as what works through messages.
function(optimise_less)
  if(CIMGATE_BATCHES)
    foreach(target IN LISTS ARGN)
      target_compile_options(${target} PRIVATE -O1)
    endforeach()
  endif()
endfunction()

# A program of tests, which knows where the sources and the binary are. PCH names the header to compile first, PCH_OF the
# program that shares its own; else it has none but in batches, where it shares that of cimgate_unit_tests.
function(test_program target)
  cmake_parse_arguments(ARG "" "PCH;PCH_OF" "" ${ARGN})
  quick_build(${target})
  target_include_directories(${target} PRIVATE ${PROJECT_SOURCE_DIR})
  target_compile_definitions(${target} PRIVATE CIMGATE_BINARY="$<TARGET_FILE:cimgate>" CIMGATE_SOURCE_DIR="${PROJECT_SOURCE_DIR}")
  if(ARG_PCH)
    precompile(${target} ${ARG_PCH})
  elseif(ARG_PCH_OF)
    target_precompile_headers(${target} REUSE_FROM ${ARG_PCH_OF})
  elseif(CIMGATE_BATCHES)
    target_precompile_headers(${target} REUSE_FROM cimgate_unit_tests)
    target_link_libraries(${target} PRIVATE fmt::fmt)  # the header has it
  endif()
  set_source_files_properties(main.cpp PROPERTIES SKIP_PRECOMPILE_HEADERS ON)
  # Those of other folders stay alone, and so do those that another program of this one has in a batch.
  get_target_property(all ${target} SOURCES)
  set(own)
  foreach(source IN LISTS all)
    get_filename_component(source ${source} ABSOLUTE)
    get_source_file_property(taken ${source} UNITY_GROUP)
    string(FIND ${source} ${CMAKE_CURRENT_SOURCE_DIR}/ at)
    if(at EQUAL 0 AND NOT taken)
      list(APPEND own ${source})
    endif()
  endforeach()
  compile_in_batches(${target} ${own})
endfunction()
