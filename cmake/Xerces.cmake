# Xerces-C++ as a static library without network: target XercesC::XercesC.
# Nothing that we read may fetch anything. And the shared library brings curl with thirty others, among them Kerberos and LDAP,
# which the loader works on longer, whenever a program starts, than a message takes.
find_path(XercesC_INCLUDE_DIR xercesc/util/XercesVersion.hpp)
find_library(XercesC_LIBRARY libxerces-c.a)
find_package(ICU REQUIRED COMPONENTS uc)
find_package(Threads REQUIRED)
include(FindPackageHandleStandardArgs)
set(Xerces_FIND_REQUIRED ON)
find_package_handle_standard_args(Xerces REQUIRED_VARS XercesC_LIBRARY XercesC_INCLUDE_DIR)
mark_as_advanced(XercesC_INCLUDE_DIR XercesC_LIBRARY)

add_library(xerces_archive STATIC IMPORTED)
set_target_properties(xerces_archive PROPERTIES
  IMPORTED_LOCATION ${XercesC_LIBRARY} INTERFACE_INCLUDE_DIRECTORIES ${XercesC_INCLUDE_DIR}
  INTERFACE_LINK_LIBRARIES "ICU::uc;Threads::Threads")

# Stands in for the only part that needs curl, and for what prints and exits. The linker is told to look for them, so that it
# takes ours, which come first.
add_library(xerces_offline STATIC ${CMAKE_CURRENT_LIST_DIR}/xerces_offline.cpp ${CMAKE_CURRENT_LIST_DIR}/xerces_use.cpp)
target_include_directories(xerces_offline PUBLIC ${CMAKE_CURRENT_LIST_DIR})
target_link_libraries(xerces_offline PUBLIC xerces_archive)
target_link_options(xerces_offline INTERFACE LINKER:-u,_ZN11xercesc_3_215CurlNetAccessorC1Ev
  LINKER:-u,_ZN11xercesc_3_219DefaultPanicHandler5panicENS_12PanicHandler12PanicReasonsE)
add_library(XercesC::XercesC ALIAS xerces_offline)
