# The packages that `cpack` makes (scripts/package): cimgate, cimgate-amqp, libcimgate0 and libcimgate-dev for Debian, and a tarball of the
# program.
set(CPACK_GENERATOR DEB TGZ)
set(CPACK_PACKAGE_NAME cimgate)
set(CPACK_PACKAGE_CONTACT "The cimgate maintainers <maintainers@cimgate.invalid>")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "")  # each package has its own, below
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_PACKAGE_DIRECTORY ${CMAKE_BINARY_DIR}/packages)
set(CPACK_COMPONENTS_ALL program library development)
if(TARGET cimgate_amqp_module)
  list(APPEND CPACK_COMPONENTS_ALL amqp)
endif()
set(CPACK_DEB_COMPONENT_INSTALL ON)
set(CPACK_ARCHIVE_COMPONENT_INSTALL ON)
set(CPACK_ARCHIVE_PROGRAM_FILE_NAME cimgate-${PROJECT_VERSION}-${CMAKE_SYSTEM_NAME})
set(CPACK_PROJECT_CONFIG_FILE ${PROJECT_SOURCE_DIR}/packaging/tarball.cmake)

set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_RELEASE 1)
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)

set(about "A gateway between the ebIX-based messages of the electricity market and CIM. It
checks messages by schema, codes and the rules of the market, translates them
both ways, and plays the market's data hub for rehearsals.")
set(CPACK_DEBIAN_PROGRAM_PACKAGE_NAME cimgate)
set(CPACK_DEBIAN_PROGRAM_PACKAGE_SECTION net)
set(CPACK_DEBIAN_PROGRAM_DESCRIPTION "check electricity market messages, and translate them to CIM\n${about}")
set(CPACK_DEBIAN_PROGRAM_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PROGRAM_PACKAGE_DEPENDS libssl3)  # loaded when it is first called, which the tools do not see (docs/decisions/018)
set(CPACK_DEBIAN_PROGRAM_PACKAGE_RECOMMENDS tzdata)
set(CPACK_DEBIAN_PROGRAM_PACKAGE_CONTROL_EXTRA ${PROJECT_SOURCE_DIR}/packaging/conffiles)

set(CPACK_DEBIAN_PROGRAM_PACKAGE_SUGGESTS "cimgate-amqp, libpq5")

set(CPACK_DEBIAN_AMQP_PACKAGE_NAME cimgate-amqp)
set(CPACK_DEBIAN_AMQP_PACKAGE_SECTION net)
set(CPACK_DEBIAN_AMQP_DESCRIPTION "check electricity market messages, and translate them: AMQP\n${about}
.
This lets cimgate work take messages from brokers that speak AMQP 1.0.")
set(CPACK_DEBIAN_AMQP_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_AMQP_PACKAGE_DEPENDS "cimgate (= ${PROJECT_VERSION}-1)")

set(CPACK_DEBIAN_LIBRARY_PACKAGE_NAME libcimgate0)
set(CPACK_DEBIAN_LIBRARY_PACKAGE_SECTION libs)
set(CPACK_DEBIAN_LIBRARY_DESCRIPTION "check electricity market messages, and translate them: library\n${about}
.
This is the library for programs in C, Python, Java, .NET and others.")
set(CPACK_DEBIAN_LIBRARY_PACKAGE_SHLIBDEPS ON)
file(WRITE ${CMAKE_BINARY_DIR}/packaging/shlibs "libcimgate 0 libcimgate0 (>= ${PROJECT_VERSION})\n")
set(CPACK_DEBIAN_LIBRARY_PACKAGE_CONTROL_EXTRA ${PROJECT_SOURCE_DIR}/packaging/library/triggers ${CMAKE_BINARY_DIR}/packaging/shlibs)

set(CPACK_DEBIAN_DEVELOPMENT_PACKAGE_NAME libcimgate-dev)
set(CPACK_DEBIAN_DEVELOPMENT_PACKAGE_SECTION libdevel)
set(CPACK_DEBIAN_DEVELOPMENT_DESCRIPTION "check electricity market messages, and translate them: development\n${about}
.
These are the headers and archives for programs in C and C++20, and the
packages for Python, Java and .NET in source.")
set(CPACK_DEBIAN_DEVELOPMENT_PACKAGE_DEPENDS
  "libcimgate0 (= ${PROJECT_VERSION}-1), libexpected-dev, libfmt-dev, libicu-dev, libsqlite3-dev, libxml2-dev, libyaml-dev")
set(CPACK_DEBIAN_DEVELOPMENT_PACKAGE_RECOMMENDS "libxerces-c-dev, xsdcxx")
include(CPack)
