# What `cmake --install` puts where, and the packages that `cpack` makes of it (scripts/package).
include(GNUInstallDirs)

set(manual ${CMAKE_BINARY_DIR}/packaging/cimgate.1.gz)
set(completions ${CMAKE_BINARY_DIR}/packaging/completions)
set(changelog ${CMAKE_BINARY_DIR}/packaging/changelog.gz)
add_custom_command(
  OUTPUT ${manual} ${completions}/cimgate ${completions}/_cimgate ${completions}/cimgate.fish ${changelog}
         ${CMAKE_BINARY_DIR}/packaging/changelog.Debian.gz
  COMMAND ${PROJECT_SOURCE_DIR}/packaging/make-pages $<TARGET_FILE:cimgate> ${CMAKE_BINARY_DIR}/packaging
  DEPENDS cimgate ${PROJECT_SOURCE_DIR}/packaging/make-pages ${PROJECT_SOURCE_DIR}/CHANGELOG.md
  COMMENT "Writing the manual page and completions")
add_custom_target(cimgate_pages ALL DEPENDS ${manual})

install(TARGETS cimgate RUNTIME)
install(FILES ${manual} DESTINATION ${CMAKE_INSTALL_MANDIR}/man1)
install(FILES ${completions}/cimgate DESTINATION ${CMAKE_INSTALL_DATADIR}/bash-completion/completions)
install(FILES ${completions}/_cimgate DESTINATION ${CMAKE_INSTALL_DATADIR}/zsh/vendor-completions)
install(FILES ${completions}/cimgate.fish DESTINATION ${CMAKE_INSTALL_DATADIR}/fish/vendor_completions.d)
install(FILES ${PROJECT_SOURCE_DIR}/README.md ${changelog} ${CMAKE_BINARY_DIR}/packaging/changelog.Debian.gz DESTINATION ${CMAKE_INSTALL_DOCDIR})
install(FILES ${PROJECT_SOURCE_DIR}/packaging/copyright DESTINATION ${CMAKE_INSTALL_DOCDIR})
install(DIRECTORY ${PROJECT_SOURCE_DIR}/examples/demo ${PROJECT_SOURCE_DIR}/examples/RequestStartOfSupply
  ${PROJECT_SOURCE_DIR}/examples/CollectedData ${PROJECT_SOURCE_DIR}/examples/cim ${PROJECT_SOURCE_DIR}/examples/market
  DESTINATION ${CMAKE_INSTALL_DOCDIR}/examples)
install(FILES ${PROJECT_SOURCE_DIR}/packaging/cimgate.service ${PROJECT_SOURCE_DIR}/packaging/cimgate-bridge.service DESTINATION lib/systemd/system)
install(FILES ${PROJECT_SOURCE_DIR}/packaging/default DESTINATION /etc/default RENAME cimgate)

set(CPACK_GENERATOR DEB TGZ)
set(CPACK_PACKAGE_NAME cimgate)
set(CPACK_PACKAGE_CONTACT "The cimgate maintainers <maintainers@cimgate.invalid>")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "check electricity market messages, and translate them to CIM")
set(CPACK_PACKAGE_DESCRIPTION "A gateway between the ebIX-based messages of the electricity market and CIM. It
checks messages by schema, codes and the rules of the market, translates them
both ways, and plays the market's data hub for rehearsals.")
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_PACKAGE_DIRECTORY ${CMAKE_BINARY_DIR}/packages)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_RELEASE 1)
set(CPACK_DEBIAN_PACKAGE_SECTION net)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_DEPENDS libssl3)  # loaded when it is first called, which the tools do not see (docs/decisions/018)
set(CPACK_DEBIAN_PACKAGE_RECOMMENDS tzdata)
set(CPACK_DEBIAN_PACKAGE_CONTROL_EXTRA ${PROJECT_SOURCE_DIR}/packaging/conffiles)
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)
include(CPack)
