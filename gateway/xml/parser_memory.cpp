#include "gateway/xml/parser_memory.hpp"

#include <limits>
#include <new>
#include <utility>
#include <xercesc/util/OutOfMemoryException.hpp>
#include <xercesc/util/PlatformUtils.hpp>

namespace cimgate::xml {

ParserMemory::~ParserMemory() {
  Piece* piece = first_.after;
  while (piece != nullptr) ::operator delete(std::exchange(piece, piece->after));
}

void* ParserMemory::allocate(XMLSize_t size) {
  void* const memory = size > std::numeric_limits<XMLSize_t>::max() - sizeof(Piece)
                           ? nullptr
                           : ::operator new(sizeof(Piece) + size, std::nothrow);
  if (memory == nullptr) throw xercesc::OutOfMemoryException();
  auto* const piece = new (memory) Piece{&first_, first_.after};
  if (piece->after != nullptr) piece->after->before = piece;
  first_.after = piece;
  return piece + 1;
}

void ParserMemory::deallocate(void* memory) {
  if (memory == nullptr) return;
  auto* const piece = static_cast<Piece*>(memory) - 1;
  piece->before->after = piece->after;
  if (piece->after != nullptr) piece->after->before = piece->before;
  ::operator delete(piece);
}

xercesc::MemoryManager* ParserMemory::getExceptionMemoryManager() {
  return xercesc::XMLPlatformUtils::fgMemoryManager;
}

}  // namespace cimgate::xml
