#pragma once
#include <libxml/xmlregexp.h>

#include <memory>
#include <string>
#include <string_view>

#include "gateway/schema/model.hpp"
#include "gateway/schema/words.hpp"

namespace cimgate::schema {

struct KnownPattern;

/// A compiled pattern facet. The patterns that nearly every message meets are recognised by hand, which is
/// many times faster than the general engine; the rest is libxml2's. May be used from several threads.
class Pattern {
 public:
  /// `base` is the datatype it restricts: values are of its lexical form before they are matched.
  Pattern(std::string_view expression, Base base);

  bool matches(std::string_view value) const;

  /// What the pattern asks for; where it asks for several things, the one that `value` lacks.
  Words words(std::string_view value) const;

  /// True when it is known to want a time zone.
  bool wants_zone() const;

 private:
  struct Free {
    void operator()(xmlRegexp* compiled) const;
  };
  std::string expression_;
  const KnownPattern* known_ = nullptr;
  std::unique_ptr<xmlRegexp, Free> compiled_;
};

}  // namespace cimgate::schema
