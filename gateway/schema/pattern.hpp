#pragma once
#include <cstdint>
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
  Pattern(Pattern&&) noexcept;
  Pattern& operator=(Pattern&&) noexcept;
  Pattern(const Pattern&) = delete;
  Pattern& operator=(const Pattern&) = delete;
  ~Pattern();

  bool matches(std::string_view value) const;

  /// What the pattern asks for; where it asks for several things, the one that `value` lacks.
  Words words(std::string_view value) const;

  /// True when it is known to want a time zone.
  bool wants_zone() const;

  /// What it asks for, where it is one of those that nearly every message meets. `time`: every xs:dateTime
  /// with a zone, a year of four digits from 1000 on and at most three decimals fits. `minute`: the same in
  /// UTC, without seconds.
  enum class Form : std::uint8_t { other, digits_18, uuid, truth, time, minute };
  Form form() const;

 private:
  /// Made when it is first asked: long expressions take their time, and few messages meet them.
  struct Compiled;
  std::string expression_;
  const KnownPattern* known_ = nullptr;
  std::unique_ptr<Compiled> compiled_;
};

}  // namespace cimgate::schema
