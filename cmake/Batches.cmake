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

# In batches, what waits for people and networks is not optimised as far as what works through messages.
function(optimise_less)
  if(CIMGATE_BATCHES)
    foreach(target IN LISTS ARGN)
      target_compile_options(${target} PRIVATE -O1)
    endforeach()
  endif()
endfunction()
