#pragma once
#include <string>

namespace cimgate::schema {

/// A few words in English and Norwegian (bokmål), to be put into a sentence.
struct Words {
  std::string en;
  std::string nb;
};

}  // namespace cimgate::schema
