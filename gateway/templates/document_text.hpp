#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "gateway/document/supplement_form.hpp"
#include "gateway/json/out.hpp"
#include "gateway/templates/message_translator.hpp"
#include "gateway/xml/out.hpp"

namespace cimgate::templates {

/// One of the documents, as far as it is written.
struct MessageTranslator::DocumentText {
  std::string before, after;  ///< what stands around the records
  Spool waiting;              ///< what cannot be handed on yet
  std::vector<Range> records;
  std::string name;
  bool open = false;   ///< handed on as it gets ready
  bool begun = false;  ///< has a record
  bool made = false;
};

/// What stands around the documents and the supplement, in one text.
struct MessageTranslator::Skeleton {
  explicit Skeleton(const Setting& of) : setting(of), json(of.options.indent) {}

  /// What comes before a document.
  std::string start_document();
  /// What comes before the entries of the supplement, and behind them or, without it, behind the documents.
  std::string start_supplement(const std::string& message, const std::string& schema,
                               const std::string& profile, bool any_entries);
  std::string end(bool with_supplement, bool any_entries);

  const Setting& setting;
  json::JsonOut json;
  bool started = false;
};

}  // namespace cimgate::templates
