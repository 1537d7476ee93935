#include <fmt/format.h>

#include <set>
#include <utility>

#include "gateway/rules/compiler.hpp"
#include "gateway/schema/decimal.hpp"
#include "gateway/schema/value.hpp"

namespace cimgate::rules {
namespace {

using document::NodeId;

/// The length in characters of UTF-8.
std::size_t characters(std::string_view text) {
  std::size_t number = 0;
  for (const char c : text)
    if ((static_cast<unsigned char>(c) & 0xC0U) != 0x80U) ++number;
  return number;
}

/// Something holds of every value at a path.
class EveryValue : public Condition {
 public:
  explicit EveryValue(document::Path path) : path_(std::move(path)) {}
  Truth judge(Judging& judging) const override {
    bool holds = true;
    for_each_at(judging.document(), judging.record(), path_, [&](NodeId node) {
      std::string buffer;
      const auto raw = value_at(judging.document(), node, path_);
      holds = fits(path_.type() == nullptr ? raw : schema::normalize(*path_.type(), raw, buffer), judging);
      if (!holds) judging.object(node);
      return holds;
    });
    return truth_of(holds);
  }

 protected:
  virtual bool fits(std::string_view value, Judging& judging) const = 0;

 private:
  document::Path path_;
};

class Matches : public EveryValue {
 public:
  Matches(document::Path path, const std::string& pattern) : EveryValue(std::move(path)) {
    type_.patterns = {pattern};
  }

 private:
  bool fits(std::string_view value, Judging& /*judging*/) const override {
    return !schema::check_value(type_, value);
  }
  schema::SimpleType type_;
};

class Decimals : public EveryValue {
 public:
  Decimals(document::Path path, std::uint32_t most) : EveryValue(std::move(path)), most_(most) {}

 private:
  bool fits(std::string_view value, Judging& judging) const override {
    const auto number = schema::parse_decimal(value);
    if (!number || number->fraction.size() <= most_) return true;
    judging.say("found", std::to_string(number->fraction.size()));
    judging.say("expected", std::to_string(most_));
    return false;
  }
  std::uint32_t most_;
};

class Wildcard : public EveryValue {
 public:
  Wildcard(document::Path path, std::string mark, std::uint32_t least)
      : EveryValue(std::move(path)), mark_(std::move(mark)), least_(least) {}

 private:
  bool fits(std::string_view value, Judging& judging) const override {
    judging.say("expected", std::to_string(least_));
    const auto at = value.find(mark_);
    if (at == std::string_view::npos || value == mark_) return true;
    return at + mark_.size() == value.size() && characters(value.substr(0, at)) >= least_;
  }
  std::string mark_;
  std::uint32_t least_;
};

std::string key_of(const document::Path& path, std::string_view text) {
  return path.type() == nullptr ? std::string(text) : schema::value_key(*path.type(), text);
}

class Unique : public Condition {
 public:
  Unique(document::Path each, document::Path by) : each_(std::move(each)), by_(std::move(by)) {}
  Truth judge(Judging& judging) const override {
    std::set<std::string> seen;
    bool holds = true;
    for_each_at(judging.document(), judging.record(), each_, [&](NodeId node) {
      for_each_at(judging.document(), node, by_, [&](NodeId key) {
        const auto text = value_at(judging.document(), key, by_);
        holds = seen.insert(key_of(by_, text)).second;
        if (!holds) judging.object(key);
        return holds;
      });
      return holds;
    });
    return truth_of(holds);
  }

 private:
  document::Path each_;
  document::Path by_;
};

class FirstWith : public Condition {
 public:
  explicit FirstWith(document::Path by) : by_(std::move(by)) {}
  Truth judge(Judging& judging) const override {
    bool holds = true;
    for_each_at(judging.document(), judging.record(), by_, [&](NodeId at) {
      judging.object(at);
      holds = judging.is_first(*this, key_of(by_, value_at(judging.document(), at, by_)));
      return false;
    });
    return truth_of(holds);
  }

 private:
  document::Path by_;
};

/// Every entry of "{ PATH: … }".
template <class Make>
ConditionPtr for_each_path(Compiler& compiler, const yaml::Node& node, const Make& make) {
  if (!node.is_map() || node.size() == 0) {
    compiler.file().error(node, "expected { PATH: … }");
    return nullptr;
  }
  std::vector<ConditionPtr> parts;
  for (const auto& entry : node) {
    auto path = compiler.path(entry.first);
    if (!path) continue;
    if (auto part = make(*std::move(path), entry)) parts.push_back(std::move(part));
  }
  return parts.size() < node.size() ? nullptr : all_of(std::move(parts));
}

using Entry = yaml::Node::Member;

}  // namespace

ConditionPtr make_matches(Compiler& compiler, const yaml::Node& node) {
  return for_each_path(compiler, node, [&](document::Path path, const Entry& entry) -> ConditionPtr {
    if (!entry.second.is_scalar()) {
      compiler.file().error(entry.second, "expected a regular expression");
      return nullptr;
    }
    return std::make_unique<Matches>(std::move(path), entry.second.text());
  });
}

ConditionPtr make_decimals(Compiler& compiler, const yaml::Node& node) {
  return for_each_path(compiler, node, [&](document::Path path, const Entry& entry) -> ConditionPtr {
    const auto* type = path.type();
    if (type == nullptr || (type->base != schema::Base::decimal && type->base != schema::Base::integer)) {
      compiler.file().error(entry.first, fmt::format("'{}' is not a number", path.text));
      return nullptr;
    }
    const auto most = compiler.number(entry.second, "decimals");
    return most ? std::make_unique<Decimals>(std::move(path), *most) : nullptr;
  });
}

ConditionPtr make_wildcard(Compiler& compiler, const yaml::Node& node) {
  return for_each_path(compiler, node, [&](document::Path path, const Entry& entry) -> ConditionPtr {
    compiler.file().check_keys(entry.second, {"mark", "before"});
    if (!entry.second.is_map()) return nullptr;
    auto mark = compiler.file().text(entry.second, "mark");
    const auto least = compiler.number(entry.second["before"], "before");
    if (mark.empty() || !least) return nullptr;
    return std::make_unique<Wildcard>(std::move(path), std::move(mark), *least);
  });
}

ConditionPtr make_first_with(Compiler& compiler, const yaml::Node& node) {
  auto by = compiler.path(node);
  return by ? std::make_unique<FirstWith>(*std::move(by)) : nullptr;
}

ConditionPtr make_unique(Compiler& compiler, const yaml::Node& node) {
  compiler.file().check_keys(node, {"each", "by"});
  if (!node.is_map()) return nullptr;
  auto each = compiler.path(node["each"]);
  if (!each) return nullptr;
  auto frame = compiler.frame();
  frame.record = &each->element();
  Compiler inner(compiler.file(), frame);
  auto by = inner.path(node["by"]);
  return by ? std::make_unique<Unique>(*std::move(each), *std::move(by)) : nullptr;
}

}  // namespace cimgate::rules
