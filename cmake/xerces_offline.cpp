// Stands in for two parts of Xerces-C++ as Debian configured it. What it fetches from the network with: here,
// nothing is fetched. And what it prints and exits with when it cannot begin at all: that also names stderr
// in a way that only a program can, and would keep the archive out of libcimgate.so (docs/decisions/020).
#include <cstdlib>
#include <xercesc/util/DefaultPanicHandler.hpp>
#include <xercesc/util/NetAccessors/Curl/CurlNetAccessor.hpp>
#include <xercesc/util/XMLURL.hpp>

XERCES_CPP_NAMESPACE_BEGIN

const XMLCh CurlNetAccessor::fgMyName[] = {0};

CurlNetAccessor::CurlNetAccessor() = default;
CurlNetAccessor::~CurlNetAccessor() = default;

void CurlNetAccessor::initCurl() {}
void CurlNetAccessor::cleanupCurl() {}

BinInputStream* CurlNetAccessor::makeNew(const XMLURL&, const XMLNetHTTPInfo*) {
  ThrowXML(MalformedURLException, XMLExcepts::URL_UnsupportedProto);
}

void DefaultPanicHandler::panic(const PanicHandler::PanicReasons) {
  std::abort();
}

XERCES_CPP_NAMESPACE_END
