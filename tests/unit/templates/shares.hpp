#pragma once
#include <string>

namespace cimgate::test {

/// Holds how much of a translation the templates did against what is kept of it in shares.txt: what they take
/// less of is as right, and slower, so that nothing else would tell. `what`: one translation, in words; no
/// line breaks. With CIMGATE_UPDATE_GOLDEN=1 it is kept.
void hold_share(const std::string& what, const std::string& share);

}  // namespace cimgate::test
