#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <utility>

#include "gateway/rules/compiler.hpp"
#include "gateway/schema/value.hpp"

namespace cimgate::rules {
namespace {

bool contains(const std::vector<std::string>& list, std::string_view text) {
  return std::find(list.begin(), list.end(), text) != list.end();
}

/// It is there and is one of some values. Of a path every value is held against them, of a fact one is
/// enough.
class Is : public Condition {
 public:
  Is(Operand operand, std::vector<std::string> values)
      : operand_(std::move(operand)),
        values_(std::move(values)),
        expected_(fmt::format("{}", fmt::join(values_, ", "))) {
    if (operand_.source == Operand::Source::path) type_ = operand_.path.type();
  }
  Truth judge(Judging& judging) const override {
    judging.say("expected", Written::standing(expected_));
    const auto answer = answer_of(operand_, judging);
    if (!answer.known) return Truth::unknown;
    if (answer.values.empty()) {
      if (operand_.source == Operand::Source::path)
        judging.object(nearest_at(judging.document(), judging.record(), operand_.path));
      return Truth::no;
    }
    const bool one_is_enough = operand_.source == Operand::Source::market;
    for (const auto& value : answer.values) {
      const bool fits = contains(values_, value.text) || same_otherwise_written(value.text);
      if (fits && one_is_enough) return Truth::yes;
      if (fits) continue;
      judging.say("found", value.shown());
      if (one_is_enough) continue;
      judging.object(value.node);
      return Truth::no;
    }
    return truth_of(!one_is_enough);
  }

 private:
  /// 1 for true, 2.50 for 2.5.
  bool same_otherwise_written(std::string_view text) const {
    return type_ != nullptr && type_->base != schema::Base::string &&
           std::any_of(values_.begin(), values_.end(),
                       [&](const std::string& one) { return schema::equal_values(*type_, text, one); });
  }

  Operand operand_;
  const schema::SimpleType* type_ = nullptr;
  std::vector<std::string> values_;
  std::string expected_;  ///< the values, as a text
};

/// A table has a row that fits.
class HasRow : public Condition {
 public:
  HasRow(const Table& table, std::vector<std::pair<std::string, Operand>> where) {
    for (const auto& row : table.rows) {
      Columns columns{&row, {}};
      for (const auto& one : where) columns.allowed.push_back(row.find(one.first));
      rows_.push_back(std::move(columns));
    }
    for (auto& one : where) operands_.push_back(std::move(one.second));
  }
  Truth judge(Judging& judging) const override {
    std::vector<Value> wanted;
    wanted.reserve(operands_.size());
    for (const auto& operand : operands_) {
      auto answer = first_answer_of(operand, judging);
      if (!answer.known) return Truth::unknown;
      wanted.push_back(answer.values.empty() ? Value{} : std::move(answer.values.front()));
    }
    std::set<std::string> expected;
    const auto& last = wanted.back();
    for (const auto& row : rows_) {
      bool others = true;
      for (std::size_t i = 0; others && i + 1 < wanted.size(); ++i)
        others = allows(row.allowed[i], wanted[i].text);
      if (!others) continue;
      const auto* values = row.allowed.back();
      if (allows(values, last.text)) return Truth::yes;
      if (values != nullptr) expected.insert(values->begin(), values->end());
      judging.rests_on(row.row->source);
    }
    judging.say("expected", fmt::format("{}", fmt::join(expected, ", ")));
    judging.say("found", last.shown());
    if (last.node != document::no_node) judging.object(last.node);
    return Truth::no;
  }

 private:
  /// Of a row, what it allows in the columns that are asked about: null allows any value.
  struct Columns {
    const Row* row;
    std::vector<const std::vector<std::string>*> allowed;
  };
  static bool allows(const std::vector<std::string>* values, std::string_view value) {
    return values == nullptr || contains(*values, value);
  }

  std::vector<Columns> rows_;
  std::vector<Operand> operands_;
};

/// Two values are the same. Times are compared as times, or by their day where one is a day.
class Equal : public Condition {
 public:
  Equal(Operand left, Operand right) : left_(std::move(left)), right_(std::move(right)) {}
  Truth judge(Judging& judging) const override {
    const auto left = answer_of(left_, judging);
    const auto right = answer_of(right_, judging);
    if (!left.known || !right.known) return Truth::unknown;
    if (left.values.empty() || right.values.empty()) return Truth::yes;
    const bool one_is_enough =
        left_.source == Operand::Source::market || right_.source == Operand::Source::market;
    for (const auto& a : left.values)
      for (const auto& b : right.values) {
        const bool same = equal(a, b);
        if (same && one_is_enough) return Truth::yes;
        if (same) continue;
        judging.say("found", a.shown());
        judging.say("expected", b.shown());
        if (a.node != document::no_node)
          judging.object(a.node);
        else if (b.node != document::no_node)
          judging.object(b.node);
        if (!one_is_enough) return Truth::no;
      }
    return truth_of(!one_is_enough);
  }

 private:
  bool equal(const Value& a, const Value& b) const {
    if (left_.kind == Operand::Kind::text) {
      const auto* type = left_.source == Operand::Source::path ? left_.path.type() : nullptr;
      return type == nullptr ? a.text == b.text : schema::equal_values(*type, a.text, b.text);
    }
    if (left_.kind == Operand::Kind::day || right_.kind == Operand::Kind::day) return a.day == b.day;
    return in_time(a, b) == 0;
  }

  Operand left_;
  Operand right_;
};

/// Every entry of "{ OPERAND: … }".
template <class Read>
ConditionPtr for_each_operand(Compiler& compiler, const yaml::Node& node, const Read& read) {
  if (!node.is_map() || node.size() == 0) {
    compiler.file().error(node, "expected { PATH: value }");
    return nullptr;
  }
  std::vector<ConditionPtr> parts;
  for (const auto& entry : node) {
    auto operand = compiler.operand(entry.first);
    auto values = read(entry.second);
    if (!operand || values.empty()) continue;
    if (operand->kind != Operand::Kind::text)
      compiler.file().error(entry.first, "a time is compared with 'equal', 'before' or 'after'");
    else if (compiler.check_codes(*operand, values, entry.second))
      parts.push_back(std::make_unique<Is>(*std::move(operand), std::move(values)));
  }
  return parts.size() < node.size() ? nullptr : all_of(std::move(parts));
}

}  // namespace

ConditionPtr make_is(Compiler& compiler, const yaml::Node& node) {
  return for_each_operand(compiler, node,
                          [&](const yaml::Node& values) { return compiler.words(values, "a value"); });
}

ConditionPtr make_in(Compiler& compiler, const yaml::Node& node) {
  return for_each_operand(compiler, node, [&](const yaml::Node& name) -> std::vector<std::string> {
    const auto& lists = compiler.frame().tables->lists;
    const auto wanted = name.text();
    const auto at = lists.find(wanted);
    if (at != lists.end()) return at->second;
    std::vector<std::string_view> known;
    for (const auto& list : lists) known.push_back(list.first);
    compiler.file().error(name, fmt::format("there is no list '{}' in rules/tables/{}", wanted,
                                            compiler.file().hint(wanted, known)));
    return {};
  });
}

ConditionPtr make_row(Compiler& compiler, const yaml::Node& node) {
  auto& file = compiler.file();
  file.check_keys(node, {"in", "where"});
  if (!node.is_map()) return nullptr;
  const auto name = file.text(node, "in");
  const auto* table = compiler.frame().tables->find(name);
  if (table == nullptr) {
    std::vector<std::string_view> known;
    for (const auto& one : compiler.frame().tables->tables) known.push_back(one.first);
    if (!name.empty())
      file.error(node["in"],
                 fmt::format("there is no table '{}' in rules/tables/{}", name, file.hint(name, known)));
    return nullptr;
  }
  const auto where = node["where"];
  if (!where.is_map() || where.size() == 0) {
    file.error(where ? where : node, "expected 'where' with columns: { column: OPERAND }");
    return nullptr;
  }
  const auto columns = table->columns();
  std::vector<std::pair<std::string, Operand>> wanted;
  for (const auto& entry : where) {
    const auto column = entry.first.text();
    if (!table->has_column(column)) {
      file.error(entry.first, fmt::format("the table '{}' has no column '{}'{}", name, column,
                                          file.hint(column, {columns.begin(), columns.end()})));
      continue;
    }
    if (auto operand = compiler.operand(entry.second)) wanted.emplace_back(column, *std::move(operand));
  }
  if (wanted.size() < where.size()) return nullptr;
  return std::make_unique<HasRow>(*table, std::move(wanted));
}

ConditionPtr make_equal(Compiler& compiler, const yaml::Node& node) {
  auto pair = compiler.pair(node);
  if (!pair) return nullptr;
  const auto is_text = [](const Operand& operand) { return operand.kind == Operand::Kind::text; };
  if (is_text(pair->first) != is_text(pair->second)) {
    compiler.file().error(node, "a time cannot be equal to a text");
    return nullptr;
  }
  return std::make_unique<Equal>(std::move(pair->first), std::move(pair->second));
}

}  // namespace cimgate::rules
