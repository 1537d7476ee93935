#pragma once
#include <cstddef>
#include <string>
#include <string_view>

#include "gateway/document/message.hpp"
#include "gateway/document/write.hpp"

/// Pieces that the writers of XML share.
namespace cimgate::xml {

inline constexpr std::string_view xml_declaration = R"(<?xml version="1.0" encoding="UTF-8"?>)";

/// Appends text so that a parser gives back just this text. What XML cannot hold (most control characters)
/// becomes U+FFFD, for the result has to be well-formed whatever the text is.
void append_xml_text(std::string_view text, std::string& out);
void append_xml_attribute_value(std::string_view text, std::string& out);

/// A new line and two spaces a level; nothing when `options` ask for no indentation.
void append_xml_line(const document::WriteOptions& options, std::size_t level, std::string& out);

/// An entry of a supplement in a bundle.
void append_xml(const document::SupplementEntry& entry, const document::WriteOptions& options,
                std::string& out, document::BundleLog* log = nullptr);

/// The root element and all below it, without declaration; `level` indents it inside a bundle.
void append_xml(const document::Message& message, const document::WriteOptions& options, std::size_t level,
                std::string& out, document::WriteLog* log = nullptr);

}  // namespace cimgate::xml
