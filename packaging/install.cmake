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

install(TARGETS cimgate RUNTIME COMPONENT program)
install(FILES ${manual} DESTINATION ${CMAKE_INSTALL_MANDIR}/man1 COMPONENT program)
install(FILES ${completions}/cimgate DESTINATION ${CMAKE_INSTALL_DATADIR}/bash-completion/completions COMPONENT program)
install(FILES ${completions}/_cimgate DESTINATION ${CMAKE_INSTALL_DATADIR}/zsh/vendor-completions COMPONENT program)
install(FILES ${completions}/cimgate.fish DESTINATION ${CMAKE_INSTALL_DATADIR}/fish/vendor_completions.d COMPONENT program)
install(FILES ${PROJECT_SOURCE_DIR}/README.md ${changelog} ${CMAKE_BINARY_DIR}/packaging/changelog.Debian.gz DESTINATION ${CMAKE_INSTALL_DOCDIR} COMPONENT program)
install(FILES ${PROJECT_SOURCE_DIR}/packaging/lintian-overrides DESTINATION ${CMAKE_INSTALL_DATADIR}/lintian/overrides RENAME cimgate COMPONENT program)
install(FILES ${PROJECT_SOURCE_DIR}/packaging/copyright DESTINATION ${CMAKE_INSTALL_DOCDIR} COMPONENT program)
install(DIRECTORY ${PROJECT_SOURCE_DIR}/examples/demo ${PROJECT_SOURCE_DIR}/examples/RequestStartOfSupply
  ${PROJECT_SOURCE_DIR}/examples/CollectedData ${PROJECT_SOURCE_DIR}/examples/cim ${PROJECT_SOURCE_DIR}/examples/market
  ${PROJECT_SOURCE_DIR}/examples/takeover
  DESTINATION ${CMAKE_INSTALL_DOCDIR}/examples COMPONENT program)
install(FILES ${PROJECT_SOURCE_DIR}/packaging/cimgate.service ${PROJECT_SOURCE_DIR}/packaging/cimgate-bridge.service DESTINATION lib/systemd/system COMPONENT program)
install(FILES ${PROJECT_SOURCE_DIR}/packaging/default DESTINATION /etc/default RENAME cimgate COMPONENT program)

# What every other package of Debian has, too. Behind the package: what else lintian is told.
function(install_papers component package)
  install(FILES ${PROJECT_SOURCE_DIR}/packaging/copyright ${changelog} ${CMAKE_BINARY_DIR}/packaging/changelog.Debian.gz
    DESTINATION ${CMAKE_INSTALL_DATADIR}/doc/${package} COMPONENT ${component})
  set(overrides ${CMAKE_BINARY_DIR}/packaging/overrides/${package})
  file(WRITE ${overrides} "# The first release of a package that Debian does not have closes no bugs there.\n${package}: initial-upload-closes-no-bugs\n${ARGN}")
  install(FILES ${overrides} DESTINATION ${CMAKE_INSTALL_DATADIR}/lintian/overrides COMPONENT ${component})
endfunction()

if(TARGET cimgate_amqp_module)
  install(TARGETS cimgate_amqp_module LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR}/cimgate COMPONENT amqp)
  install_papers(amqp cimgate-amqp)
endif()

include(${CMAKE_CURRENT_LIST_DIR}/install_library.cmake)
include(${CMAKE_CURRENT_LIST_DIR}/debian.cmake)
