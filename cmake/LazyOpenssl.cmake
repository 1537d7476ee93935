# OpenSSL for a program that seldom needs it. Loading its libraries takes a quarter of the time in which a program starts
# that then checks one message, and finds no use for them. So each function that we call is defined in the program as a jump to a slot;
# the first call loads the library and fills the slot. The libraries stay those of the system, with its fixes.
# A function that is missing from openssl_functions.txt would be linked in the usual way: a test sees that none is
# (tests/security/openssl-not-loaded).
function(link_openssl_lazily target)
  if(NOT CMAKE_SYSTEM_PROCESSOR STREQUAL "x86_64" OR CIMGATE_SANITIZE)
    return()
  endif()
  set(list ${PROJECT_SOURCE_DIR}/cmake/openssl_functions.txt)
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${list})
  file(STRINGS ${list} lines REGEX "^[^#]")
  set(names "")
  set(code "")
  set(slots "")
  set(index 0)
  foreach(line IN LISTS lines)
    string(REGEX MATCH "^([^ ]+) ([^ ]+)$" _ "${line}")
    set(name ${CMAKE_MATCH_2})
    string(APPEND names "  {\"${CMAKE_MATCH_1}\", \"${name}\"},\n")
    string(APPEND code "  .globl ${name}\n  .type ${name}, @function\n${name}:\n  jmp *cimgate_slot_${index}(%rip)\ncimgate_first_${index}:\n  pushq $${index}\n  jmp cimgate_first_call\n  .size ${name}, .-${name}\n")
    string(APPEND slots "cimgate_slot_${index}:\n  .quad cimgate_first_${index}\n")
    math(EXPR index "${index} + 1")
  endforeach()
  set(OPENSSL_FUNCTIONS "${names}")
  set(made ${CMAKE_CURRENT_BINARY_DIR}/lazy_openssl)
  configure_file(${PROJECT_SOURCE_DIR}/cmake/lazy_openssl.cpp.in ${made}.cpp @ONLY)
  # What a function may be given is kept: six registers, the number of vectors, and eight of these.
  file(CONFIGURE OUTPUT ${made}.s @ONLY CONTENT "  .section .data.rel.cimgate_openssl, \"aw\", @progbits
  .balign 8
  .globl cimgate_openssl_slots
cimgate_openssl_slots:
@slots@  .text
@code@cimgate_first_call:
  pushq %rdi
  pushq %rsi
  pushq %rdx
  pushq %rcx
  pushq %r8
  pushq %r9
  pushq %rax
  subq $136, %rsp
  movups %xmm0, 0(%rsp)
  movups %xmm1, 16(%rsp)
  movups %xmm2, 32(%rsp)
  movups %xmm3, 48(%rsp)
  movups %xmm4, 64(%rsp)
  movups %xmm5, 80(%rsp)
  movups %xmm6, 96(%rsp)
  movups %xmm7, 112(%rsp)
  movq 192(%rsp), %rdi
  call cimgate_load_openssl_function
  movq %rax, %r11
  movups 0(%rsp), %xmm0
  movups 16(%rsp), %xmm1
  movups 32(%rsp), %xmm2
  movups 48(%rsp), %xmm3
  movups 64(%rsp), %xmm4
  movups 80(%rsp), %xmm5
  movups 96(%rsp), %xmm6
  movups 112(%rsp), %xmm7
  addq $136, %rsp
  popq %rax
  popq %r9
  popq %r8
  popq %rcx
  popq %rdx
  popq %rsi
  popq %rdi
  addq $8, %rsp
  jmp *%r11
  .section .note.GNU-stack,\"\",%progbits
")
  target_sources(${target} PRIVATE ${made}.s ${made}.cpp)
  set_source_files_properties(${made}.cpp PROPERTIES SKIP_PRECOMPILE_HEADERS ON)
  target_link_options(${target} PRIVATE -Wl,--as-needed)
endfunction()
