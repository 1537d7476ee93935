# The parts of cimgate for other programs: libcimgate.so (component library), and what is needed to build with it or with the
# C++ libraries (component development).
include(CMakePackageConfigHelpers)

# The archives that a library of ours links, and those that these link, in `found`.
function(archives_of target found)
  set(open ${target})
  set(seen "")
  while(open)
    list(POP_FRONT open name)
    if(NOT TARGET ${name} OR name IN_LIST seen)
      continue()
    endif()
    list(APPEND seen ${name})
    get_target_property(aliased ${name} ALIASED_TARGET)
    get_target_property(imported ${name} IMPORTED)
    get_target_property(type ${name} TYPE)
    if(aliased)
      list(APPEND open ${aliased})
    elseif(type STREQUAL "STATIC_LIBRARY" AND NOT imported)
      list(APPEND archives ${name})
      get_target_property(links ${name} LINK_LIBRARIES)
      if(links)
        list(APPEND open ${links})
      endif()
    endif()
  endwhile()
  set(${found} ${archives} PARENT_SCOPE)
endfunction()

# All that cimgate::gateway needs in one archive, which shows the names of the C++ interface only.
archives_of(cimgate_gateway archives)
set(archive_files ${archives})
list(TRANSFORM archive_files REPLACE "(.+)" "$<TARGET_FILE:\\1>")
set(whole ${CMAKE_BINARY_DIR}/lib/libcimgate_gateway.a)
add_custom_command(
  OUTPUT ${whole}
  COMMAND ${PROJECT_SOURCE_DIR}/packaging/library/make-archive ${whole} ${archive_files} ${XercesC_LIBRARY}
  DEPENDS ${archives} ${archive_files} ${PROJECT_SOURCE_DIR}/packaging/library/make-archive
  COMMENT "Putting the C++ library together")
add_custom_target(cimgate_development ALL DEPENDS ${whole})

set(package_folder ${CMAKE_INSTALL_LIBDIR}/cmake/cimgate)
set(made ${CMAKE_BINARY_DIR}/packaging)
configure_package_config_file(${PROJECT_SOURCE_DIR}/packaging/library/cimgateConfig.cmake.in ${made}/cimgateConfig.cmake
  INSTALL_DESTINATION ${package_folder} PATH_VARS CMAKE_INSTALL_LIBDIR CMAKE_INSTALL_INCLUDEDIR)
write_basic_package_version_file(${made}/cimgateConfigVersion.cmake VERSION ${PROJECT_VERSION} COMPATIBILITY SameMinorVersion)
file(RELATIVE_PATH UP_FROM_PKGCONFIG /usr/${CMAKE_INSTALL_LIBDIR}/pkgconfig /usr)
configure_file(${PROJECT_SOURCE_DIR}/packaging/library/cimgate.pc.in ${made}/cimgate.pc @ONLY)
configure_file(${PROJECT_SOURCE_DIR}/packaging/library/cimgate-gateway.pc.in ${made}/cimgate-gateway.pc @ONLY)

install_papers(library libcimgate0 "# CPack writes scripts for what the trigger does, too.\nlibcimgate0: maintscript-calls-ldconfig\n")
install_papers(development libcimgate-dev)
install(TARGETS libcimgate LIBRARY COMPONENT library NAMELINK_COMPONENT development)
install(FILES ${whole} DESTINATION ${CMAKE_INSTALL_LIBDIR} COMPONENT development)
install(DIRECTORY ${PROJECT_SOURCE_DIR}/include/cimgate DESTINATION ${CMAKE_INSTALL_INCLUDEDIR} COMPONENT development)
install(FILES ${made}/cimgateConfig.cmake ${made}/cimgateConfigVersion.cmake ${PROJECT_SOURCE_DIR}/cmake/FindLibYaml.cmake
  DESTINATION ${package_folder} COMPONENT development)
install(FILES ${made}/cimgate.pc ${made}/cimgate-gateway.pc DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig COMPONENT development)
install(DIRECTORY ${PROJECT_SOURCE_DIR}/bindings ${PROJECT_SOURCE_DIR}/examples/embed
  DESTINATION ${CMAKE_INSTALL_DATADIR}/doc/libcimgate-dev/examples COMPONENT development USE_SOURCE_PERMISSIONS
  PATTERN __pycache__ EXCLUDE)

# The typed models, for programs that have Xerces-C++ and the headers of xsdcxx.
if(CIMGATE_MODELS)
  install(TARGETS cimgate_model_xml xerces_offline cimgate_ebix_model cimgate_ebix_bindings cimgate_cim_model cimgate_cim_bindings
    ARCHIVE COMPONENT development)
  foreach(model ebix-model ebix-model/xml cim-model)
    install(DIRECTORY ${PROJECT_SOURCE_DIR}/${model}/include/cimgate DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}
      COMPONENT development)
  endforeach()
  foreach(model ebix-model cim-model)
    install(DIRECTORY ${CMAKE_BINARY_DIR}/${model}/generated/cimgate DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}
      COMPONENT development FILES_MATCHING PATTERN "*.hxx")
  endforeach()
endif()
