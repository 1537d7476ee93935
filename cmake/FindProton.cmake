# Qpid Proton C++ (AMQP 1.0): target Proton::cpp. What Debian's .pc file requires is not in Debian.
find_path(Proton_INCLUDE_DIR proton/container.hpp)
find_library(Proton_LIBRARY qpid-proton-cpp)
include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(Proton REQUIRED_VARS Proton_LIBRARY Proton_INCLUDE_DIR)
if(Proton_FOUND AND NOT TARGET Proton::cpp)
  add_library(Proton::cpp UNKNOWN IMPORTED)
  set_target_properties(Proton::cpp PROPERTIES
    IMPORTED_LOCATION ${Proton_LIBRARY} INTERFACE_INCLUDE_DIRECTORIES ${Proton_INCLUDE_DIR})
endif()
mark_as_advanced(Proton_INCLUDE_DIR Proton_LIBRARY)
