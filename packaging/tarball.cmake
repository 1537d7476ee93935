# The tarball is the program; the libraries come as packages.
if(CPACK_GENERATOR STREQUAL "TGZ")
  set(CPACK_COMPONENTS_ALL program)
endif()
