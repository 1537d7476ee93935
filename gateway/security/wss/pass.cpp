#include "gateway/security/wss/pass.hpp"

#include <libxml/parser.h>

#include <new>

namespace cimgate::wss {
namespace {

std::string_view view(const xmlChar* text) {
  return text == nullptr ? std::string_view() : std::string_view(reinterpret_cast<const char*>(text));
}

std::string_view view(const xmlChar* text, int size) {
  return {reinterpret_cast<const char*>(text), static_cast<std::size_t>(size)};
}

void quiet(void*, xmlErrorPtr) {}

}  // namespace

/// What libxml2 calls.
struct PassCalls {
  template <class Act>
  static void call(void* self, Act act) {
    auto& pass = *static_cast<Pass*>(self);
    if (pass.stopped_) return;
    try {
      act(pass);
    } catch (...) {
      pass.failed_ = std::current_exception();
      pass.stop();
    }
  }

  static void start(void* self, const xmlChar* local, const xmlChar* prefix, const xmlChar* ns,
                    int declarations, const xmlChar** declared, int attributes, int,
                    const xmlChar** attribute) {
    call(self, [&](Pass& pass) {
      pass.declared_.clear();
      pass.attributes_.clear();
      for (int i = 0; i < declarations; ++i)
        pass.declared_.push_back({view(declared[2 * i]), view(declared[2 * i + 1])});
      for (int i = 0; i < attributes; ++i, attribute += 5)
        pass.attributes_.push_back({view(attribute[1]), view(attribute[0]), view(attribute[2]),
                                    view(attribute[3], static_cast<int>(attribute[4] - attribute[3]))});
      pass.handler_.start({{view(prefix), view(local), view(ns)}, pass.declared_, pass.attributes_});
    });
  }
  static void end(void* self, const xmlChar*, const xmlChar*, const xmlChar*) {
    call(self, [](Pass& pass) { pass.handler_.end(); });
  }
  static void text(void* self, const xmlChar* text, int size) {
    call(self, [&](Pass& pass) { pass.handler_.text(view(text, size)); });
  }
  static void instruction(void* self, const xmlChar* target, const xmlChar* data) {
    call(self, [&](Pass& pass) { pass.handler_.instruction(view(target), view(data)); });
  }
  static void document_type(void* self, const xmlChar*, const xmlChar*, const xmlChar*) {
    call(self, [](Pass& pass) {
      pass.refused_ = true;
      pass.stop();
    });
  }
};

Pass::Pass(EventHandler& handler) : handler_(handler) {
  xmlSAXHandler calls{};
  calls.initialized = XML_SAX2_MAGIC;
  calls.startElementNs = PassCalls::start;
  calls.endElementNs = PassCalls::end;
  calls.characters = PassCalls::text;
  calls.ignorableWhitespace = PassCalls::text;
  calls.cdataBlock = PassCalls::text;
  calls.processingInstruction = PassCalls::instruction;
  calls.internalSubset = PassCalls::document_type;
  calls.serror = quiet;
  parser_ = {xmlCreatePushParserCtxt(&calls, this, nullptr, 0, nullptr), [](xmlParserCtxtPtr parser) {
               if (parser == nullptr) return;
               xmlFreeDoc(parser->myDoc);
               xmlFreeParserCtxt(parser);
             }};
  if (!parser_) throw std::bad_alloc();
  // NOENT: characters instead of references to the five; there are no others without a declaration.
  xmlCtxtUseOptions(parser_.get(), XML_PARSE_NONET | XML_PARSE_NOENT | XML_PARSE_HUGE | XML_PARSE_NOERROR |
                                       XML_PARSE_NOWARNING);
}

bool Pass::good() const {
  return !refused_ && parser_->wellFormed == 1 && parser_->nsWellFormed == 1;
}

void Pass::rethrow() const {
  if (failed_) std::rethrow_exception(failed_);
}

bool Pass::add(std::string_view piece) {
  constexpr std::size_t at_once = 64UL * 1024;
  while (!piece.empty() && !stopped_) {
    const auto part = piece.substr(0, at_once);
    xmlParseChunk(parser_.get(), part.data(), static_cast<int>(part.size()), 0);
    rethrow();
    if (!good()) return false;
    piece.remove_prefix(part.size());
  }
  return !stopped_;
}

bool Pass::finish() {
  if (stopped_) return false;
  xmlParseChunk(parser_.get(), nullptr, 0, 1);
  rethrow();
  return !stopped_ && good();
}

void Pass::stop() {
  stopped_ = true;
  xmlStopParser(parser_.get());
}

}  // namespace cimgate::wss
