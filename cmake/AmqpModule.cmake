# cimgate-amqp.so: what speaks AMQP, loaded when it is first needed, so that nothing is loaded when it is not.
file(CONFIGURE OUTPUT ${CMAKE_CURRENT_BINARY_DIR}/cimgate-amqp.c CONTENT "/* All that is in cimgate-amqp.so comes from archives. */\n")
file(CONFIGURE OUTPUT ${CMAKE_CURRENT_BINARY_DIR}/cimgate-amqp.map CONTENT "{ global: cimgate_amqp_*; local: *; };\n")
add_library(cimgate_amqp_module MODULE ${CMAKE_CURRENT_BINARY_DIR}/cimgate-amqp.c)
target_link_libraries(cimgate_amqp_module PRIVATE "$<LINK_LIBRARY:WHOLE_ARCHIVE,cimgate_amqp_proton>")
# Beside the program, where it looks first.
set_target_properties(cimgate_amqp_module PROPERTIES PREFIX "" OUTPUT_NAME cimgate-amqp LINKER_LANGUAGE CXX
  LIBRARY_OUTPUT_DIRECTORY ${CMAKE_RUNTIME_OUTPUT_DIRECTORY})
target_link_options(cimgate_amqp_module PRIVATE LINKER:--version-script=${CMAKE_CURRENT_BINARY_DIR}/cimgate-amqp.map
  LINKER:--as-needed LINKER:--no-undefined LINKER:--gc-sections)
add_dependencies(cimgate cimgate_amqp_module)
