#include <fmt/format.h>

#include <map>
#include <set>

#include "gateway/cli/codes_import.hpp"
#include "gateway/cli/options.hpp"
#include "gateway/cli/verbs.hpp"
#include "gateway/json/out.hpp"
#include "gateway/report/code_names.hpp"
#include "gateway/report/json_parts.hpp"
#include "gateway/report/rule_listing.hpp"
#include "gateway/text/did_you_mean.hpp"

namespace cimgate::cli {
namespace {

/// A code list of the schemas.
struct List {
  std::string set;
  const schema::SimpleType* type = nullptr;
};

/// Gathers the code lists that the values of a message are of, by name of their types.
class Lists {
 public:
  void add(const schema::SchemaSet& set, const schema::Element& element) {
    if (!seen_.insert(&element).second) return;
    add_type(set, element.text);
    for (const auto& attribute : element.attributes()) add_type(set, attribute.type);
    for (const auto& child : element.children()) add(set, *child.element);
  }
  const std::map<std::string, List>& all() const { return lists_; }

 private:
  void add_type(const schema::SchemaSet& set, const schema::SimpleType* type) {
    for (const auto* at = type; at != nullptr; at = at->derived_from)
      if (!at->name.local.empty() && schema::codes_of(*at))
        lists_.try_emplace(at->name.local, List{set.id, at});
    if (type != nullptr)
      for (const auto* member : type->members) add_type(set, member);
  }

  std::set<const schema::Element*> seen_;
  std::map<std::string, List> lists_;
};

std::string codes_json(const std::string& name, const List& list, const report::CodeNames& names) {
  json::JsonOut out(true);
  out.begin_object(json::JsonOut::Line::head);
  out.member("list", name);
  out.member("schema", list.set);
  out.wrap();
  out.begin_array("codes");
  const auto codes = *schema::codes_of(*list.type);
  for (const auto* code : codes) {
    out.begin_object(json::JsonOut::Line::airy);
    out.member("code", code->value);
    if (!code->meaning.empty()) out.member("meaning", code->meaning);
    if (const auto nb = names.norwegian(*list.type, code->value); !nb.empty()) out.member("nb", nb);
    out.end_object();
  }
  out.end_array();
  out.end_object();
  return std::move(out).take();
}

std::string codes_text(const std::string& name, const List& list, const report::CodeNames& names,
                       bool norwegian) {
  std::string text = fmt::format("{}  ({})\n", name, list.set);
  const auto codes = *schema::codes_of(*list.type);
  for (const auto* code : codes) {
    const auto meaning = names.meaning(*list.type, *code, norwegian);
    text += meaning.empty() ? fmt::format("  {}\n", code->value)
                            : fmt::format("  {:<15} {}\n", code->value, meaning);
  }
  return text;
}

ExitStatus show_list(const Engine& engine, const CommonOptions& common, const std::string& name, bool json) {
  std::vector<std::shared_ptr<const schema::Schema>> kept;
  Lists lists;
  for (const auto& set : engine.catalog->sets())
    for (const auto& kind : set.messages)
      if (const auto schema = engine.catalog->schema(set, kind)) {
        kept.push_back(*schema);
        lists.add(set, *(*schema)->root(kind.root));
        if (const auto at = lists.all().find(name); at != lists.all().end()) {
          const auto names = report::CodeNames::of(engine);
          print_text(json ? codes_json(name, at->second, names)
                          : codes_text(name, at->second, names, common.lang == "nb"));
          return fine;
        }
      }
  std::vector<std::string> names = {"reason"};
  for (const auto& list : lists.all()) names.push_back(list.first);
  for (const auto& reason : engine.rules().reasons().reasons) names.push_back(reason.code.value);
  tell_error(common, fmt::format("there is no code list and no reason code '{}'{}", name,
                                 text::did_you_mean(name, names)));
  return usage;
}

std::string cell(const rules::Row& row, std::string_view column) {
  const auto* values = row.find(column);
  return values == nullptr || values->empty() ? std::string() : values->front();
}

/// What imported tables of industry codes say of a code; "" when none has it.
std::string industry_text(const rules::Tables& tables, const std::string& code, bool json) {
  json::JsonOut out(true);
  std::string text;
  bool any = false;
  out.begin_object();
  out.member("code", code);
  for (const auto* standard : {"sn2007", "sn2025"}) {
    const auto* table = tables.find(std::string("industry-") + standard);
    if (table == nullptr) continue;
    for (const auto& row : table->rows) {
      if (cell(row, "code") != code) continue;
      any = true;
      out.member(standard, cell(row, "name"));
      text += fmt::format("{}  {}  {}\n", code, standard, cell(row, "name"));
    }
  }
  if (const auto* table = tables.find("industry-consumption"))
    for (const auto& row : table->rows) {
      const auto* fitting = row.find("consumption");
      if (cell(row, "code") != code || fitting == nullptr) continue;
      any = true;
      report::add_list(out, "consumptionCodes", *fitting);
      text += fmt::format("  consumption codes that fit: {}\n", fmt::join(*fitting, ", "));
    }
  if (const auto* table = tables.find("industry-correspondence")) {
    out.begin_array("correspondence");
    for (const auto& row : table->rows) {
      if (cell(row, "from") != code && cell(row, "to") != code) continue;
      any = true;
      out.begin_object(json::JsonOut::Line::airy);
      for (const auto* column : {"from", "to", "relation"}) out.member(column, cell(row, column));
      out.end_object();
      text += fmt::format("  sn2007 {} → sn2025 {}  ({})\n", cell(row, "from"), cell(row, "to"),
                          cell(row, "relation"));
    }
    out.end_array();
  }
  out.end_object();
  if (!any) return {};
  return json ? std::move(out).take() : text;
}

/// The rules that answer with codes of this table: two markets may mean different things by one code.
std::vector<std::shared_ptr<const rules::RuleDef>> rules_of(const rules::RuleBook& book,
                                                            const rules::ReasonTable& reasons) {
  auto found = book.rules();
  std::erase_if(found, [&](const auto& rule) { return &book.reasons_of(*rule) != &reasons; });
  return found;
}

ExitStatus show(const Engine& engine, const CommonOptions& common, const std::string& name) {
  const bool json = common.format == "json";
  const bool norwegian = common.lang == "nb";
  const auto& book = engine.rules();
  if (common.format == "markdown" && name != "reason") {
    tell_error(common, "only the table 'reason' can be written as Markdown");
    return usage;
  }
  if (name == "reason") {
    std::vector<const rules::Reason*> all;
    for (const auto& reason : book.reasons().reasons) all.push_back(&reason);
    if (common.format == "markdown") {
      print_text(report::reasons_page(book.reasons(), rules_of(book, book.reasons())));
      return fine;
    }
    print_text(json ? report::reasons_json(all) : report::reasons_table(book.reasons(), norwegian));
    return fine;
  }
  for (const auto& folder : book.folders()) {
    const auto& reasons = book.reasons_in(folder);
    const auto* reason = reasons.find(name);
    if (reason == nullptr) continue;
    print_text(json ? report::reasons_json({reason})
                    : report::reason_text(*reason, rules_of(book, reasons), norwegian));
    return fine;
  }
  if (const auto text = industry_text(book.tables(), name, json); !text.empty()) {
    print_text(text);
    return fine;
  }
  return show_list(engine, common, name, json);
}

}  // namespace

void add_codes(Command& app, CommonOptions& common, Run& run) {
  auto verb = app.verb("codes", "Code lists, and the reason codes of the market");
  verb.belongs_to("Look things up");
  verb.needs_verb();
  auto one = verb.verb("show", "One list or one reason code");
  for (auto* of : {&verb, &one}) {
    of->example("cimgate codes show EH042", "What a reason code means, and which rules use it.");
    of->example("cimgate codes show Elhub_MeteringPointTypeCode", "A code list of the schemas.");
  }
  auto name = std::make_shared<std::string>();
  one.option(
         "LIST|CODE", *name,
         "reason (the table of reason codes), a reason code such as EH017, a code list of the schemas, or "
         "an industry code of a table that was imported")
      .required();
  add_format(one, common, {"text", "json", "markdown"});
  add_codes_import(verb, common, run);
  one.on_chosen([&common, &run, name] {
    run = [&common, name](const Gateway& gateway) { return show(gateway.engine(), common, *name); };
  });
}

}  // namespace cimgate::cli
