# One place for warnings: every hand-written target links cimgate_warnings, generated code does not.
add_library(cimgate_warnings INTERFACE)
target_compile_options(cimgate_warnings INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion -Wold-style-cast
  -Wnon-virtual-dtor -Woverloaded-virtual -Wformat=2
  # The optimiser of GCC 12 sees faults inside std::string and std::vector where there are none (GCC bugs 105651, 105329,
  # 105562); its other warnings stay.
  -Wno-restrict -Wno-array-bounds -Wno-stringop-overflow -Wno-stringop-overread -Wno-maybe-uninitialized)
option(CIMGATE_WERROR "Treat warnings as errors" OFF)
if(CIMGATE_WERROR)
  target_compile_options(cimgate_warnings INTERFACE -Werror)
endif()

if(CIMGATE_SANITIZE)
  # Null pointers and what lies beyond an object the address sanitizer sees, too; checked twice, they cost a third of the
  # build. Alignment costs a sixth more, and is watched where bytes become numbers: in the reader.
  add_compile_options(-fsanitize=address,undefined -fno-sanitize=null,object-size,vptr,alignment
                      -fno-sanitize-recover=undefined -fno-omit-frame-pointer)
  add_link_options(-fsanitize=address,undefined)
endif()

# For tests, which take longer to optimise than to run.
function(quick_build)
  foreach(target IN LISTS ARGN)
    target_compile_options(${target} PRIVATE -O0)
  endforeach()
endfunction()
