#pragma once
#include <cstddef>
#include <xercesc/framework/MemoryManager.hpp>

namespace cimgate::xml {

/// The memory of one parse. Xerces-C++ forgets some of what it allocated for keys when a parse ends early;
/// here it is given back with the rest.
class ParserMemory final : public xercesc::MemoryManager {
 public:
  ParserMemory() = default;
  ~ParserMemory() override;
  ParserMemory(const ParserMemory&) = delete;
  ParserMemory& operator=(const ParserMemory&) = delete;

  void* allocate(XMLSize_t size) override;
  void deallocate(void* memory) override;
  xercesc::MemoryManager* getExceptionMemoryManager() override;

 private:
  /// Stands before each piece that is in use.
  struct alignas(std::max_align_t) Piece {
    Piece* before = nullptr;
    Piece* after = nullptr;
  };

  Piece first_;
};

}  // namespace cimgate::xml
