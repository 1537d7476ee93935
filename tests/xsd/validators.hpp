#pragma once
#include <filesystem>
#include <string>

/// The two schema validators, with one face. Both read schema files from disk and nothing from the network.
namespace cimgate::test {

/// Keeps both libraries initialised. One for the whole program.
class Validators {
 public:
  Validators();
  ~Validators();
  Validators(const Validators&) = delete;
  Validators& operator=(const Validators&) = delete;
};

/// What a validator says; empty when it has nothing to say.
using Complaints = std::string;

/// Warnings and errors while the schema is compiled, with full checking.
Complaints compile_with_libxml2(const std::filesystem::path& schema);
Complaints compile_with_xerces(const std::filesystem::path& schema);

/// Errors of a document.
Complaints check_with_libxml2(const std::filesystem::path& schema, const std::string& xml);
Complaints check_with_xerces(const std::filesystem::path& schema, const std::string& xml);

}  // namespace cimgate::test
