#include "gateway/mapping/table_test_rows.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "gateway/conformance/schema_check.hpp"
#include "gateway/mapping/residual.hpp"
#include "gateway/reader/read.hpp"
#include "gateway/schema/value.hpp"

namespace cimgate::mapping {
namespace {

using document::Document;
using document::Message;
using Entry = document::SupplementEntry;

constexpr const char* absent = "absent";
constexpr std::size_t most_violations = 3;

std::string root_of(const Message& message) {
  return message.kind->root.local;
}

class Rows {
 public:
  Rows(yaml::File& file, const resources::Store& store, const schema::Catalog& catalog,
       const Translator& translator)
      : file_(file), store_(store), catalog_(catalog), translator_(translator) {}

  std::size_t run(const yaml::Node& root) {
    file_.check_keys(root, {"message", "start", "tests", "note"});
    message_ = file_.text(root, "message");
    start_ = file_.optional_text(root, "start");
    std::size_t rows = 0;
    for (const auto& row : root["tests"]) {
      ++rows;
      file_.check_keys(
          row, {"name", "start", "profile", "set", "remove", "variant", "documents", "gives", "supplement",
                "policy", "back", "keep-supplement", "leave-out", "lost", "refused", "note"});
      const auto* def = translator_.find(message_);
      for (const auto& profile : def == nullptr ? translator_.profiles() : translator_.profiles_of(*def))
        if (!row["profile"] || row["profile"].text() == profile) run_row(row, profile);
    }
    return rows;
  }

 private:
  void fail(const yaml::Node& at, const std::string& text) {
    file_.error(at, fmt::format("{} ({}): {}", name_, profile_, text));
  }

  void run_row(const yaml::Node& row, const std::string& profile) {
    profile_ = profile;
    name_ = file_.text(row, "name");
    auto message = read_start(row);
    if (!message) return;
    const bool back = file_.optional_text(row, "back") == "true";
    if (!back && !change(row, message->document, row["set"], row["remove"])) return;
    const auto there = translator_.to_cim(*message, profile);
    if (there.documents.empty()) return fail(row, "it is not translated: " + said(there.findings));
    if (back)
      check_back(row, there);
    else
      check_forth(row, *message, there);
  }

  std::optional<Message> read_start(const yaml::Node& row) {
    const std::string path = row["start"] ? row["start"].text() : start_;
    const auto text = store_.read(path);
    if (!text) {
      fail(row, "'start' names a message to begin with, as examples/…xml: " + text.error());
      return std::nullopt;
    }
    auto read = reader::read(catalog_, *text, {});
    if (read.messages.size() != 1 || root_of(read.messages.front()) != message_) {
      fail(row, fmt::format("'{}' is not one {}", path, message_));
      return std::nullopt;
    }
    return std::move(read.messages.front());
  }

  /// Sets and removes values; false when the result is not a valid document any more.
  bool change(const yaml::Node& row, Document& document, const yaml::Node& set, const yaml::Node& remove) {
    std::vector<Entry> entries;
    for (const auto& entry : set)
      entries.push_back({Entry::Kind::value, entry.first.text(), entry.second.text(), {}});
    for (const auto& path : remove) entries.push_back({Entry::Kind::absent, path.text(), {}, {}});
    std::string problem;
    if (!apply(document, entries, problem)) {
      fail(row, problem);
      return false;
    }
    const auto violations = conformance::check_document(document, most_violations);
    for (const auto& violation : violations)
      fail(row, fmt::format("the message is not valid as it was changed: {} {}",
                            document.path(violation.node), violation.expected));
    return violations.empty();
  }

  static std::string said(const std::vector<Finding>& findings) {
    std::string text;
    for (const auto& finding : findings)
      text += (text.empty() ? "" : "; ") + finding.rule + " " + finding.text.en;
    return text;
  }

  void check_forth(const yaml::Node& row, const Message& message, const Translation& there) {
    if (row["variant"] && row["variant"].text() != there.variant->def->name)
      fail(row["variant"], "the way taken is " + there.variant->def->name);
    if (row["documents"]) check_roots(row["documents"], there.documents);
    for (const auto& document : row["gives"]) {
      const auto* made = find_document(there.documents, document.first.text());
      if (made == nullptr)
        fail(document.first, fmt::format("there is no {}", document.first.text()));
      else
        check_values(document.second, made->document);
    }
    check_supplement(row["supplement"], there.supplement ? &*there.supplement : nullptr);
    if (row["policy"]) check_said(row["policy"], "translation.policy", there.findings);
    const auto back =
        translator_.to_bim(there.documents, there.supplement ? &*there.supplement : nullptr, message_);
    if (back.documents.empty())
      fail(row, "it does not come back: " + said(back.findings));
    else
      for (const auto& found : difference(message.document, back.documents.front().document))
        fail(row, found.entry.path + " comes back different");
  }

  void check_back(const yaml::Node& row, const Translation& there) {
    std::vector<Message> documents;
    for (const auto& made : there.documents) {
      bool left_out = false;
      for (const auto& root : row["leave-out"]) left_out = left_out || root.text() == root_of(made);
      if (left_out) continue;
      documents.push_back({made.set, made.kind, copy(made.document)});
      auto& document = documents.back().document;
      const auto of_root = [&](const char* key) { return row[key][root_of(made)]; };
      if (!change(row, document, of_root("set"), of_root("remove"))) return;
    }
    const bool keep = file_.optional_text(row, "keep-supplement") == "true";
    const auto* supplement = keep && there.supplement ? &*there.supplement : nullptr;
    const auto back = translator_.to_bim(documents, supplement, {});
    if (row["refused"]) {
      if (!back.documents.empty()) return fail(row["refused"], "it is translated");
      return check_said(row["refused"], {}, back.findings);
    }
    if (back.documents.empty()) return fail(row, "it is not translated: " + said(back.findings));
    if (root_of(back.documents.front()) != message_)
      fail(row, "it becomes a " + root_of(back.documents.front()));
    check_values(row["gives"], back.documents.front().document);
    for (const auto& path : row["lost"]) {
      const bool told = std::any_of(back.findings.begin(), back.findings.end(), [&](const Finding& finding) {
        return finding.rule == "translation.lost" && without_numbers(finding.xpath).ends_with(path.text());
      });
      if (!told) fail(path, fmt::format("'{}' is not told to be lost: {}", path.text(), said(back.findings)));
    }
    for (const auto& finding : back.findings)
      if (finding.rule == "translation.lost" && !expected_lost(row, finding))
        fail(row, "lost besides: " + finding.xpath);
  }

  static bool expected_lost(const yaml::Node& row, const Finding& finding) {
    for (const auto& path : row["lost"])
      if (without_numbers(finding.xpath).ends_with(path.text())) return true;
    return false;
  }

  static Document copy(const Document& document) {
    Document made(document.shared_schema(), *document.root().element);
    std::string ignored;
    apply(made, difference_entries(document, made), ignored);
    return made;
  }

  static std::vector<Entry> difference_entries(const Document& wanted, const Document& given) {
    std::vector<Entry> entries;
    for (auto& found : difference(wanted, given)) entries.push_back(std::move(found.entry));
    return entries;
  }

  void check_roots(const yaml::Node& expected, const std::vector<Message>& documents) {
    std::string wanted;
    std::string made;
    for (const auto& root : expected) wanted += root.text() + ' ';
    for (const auto& document : documents) made += root_of(document) + ' ';
    if (wanted != made) fail(expected, "the documents are " + made);
  }

  static const Message* find_document(const std::vector<Message>& documents, const std::string& root) {
    const auto at = std::find_if(documents.begin(), documents.end(),
                                 [&](const Message& m) { return root_of(m) == root; });
    return at == documents.end() ? nullptr : &*at;
  }

  void check_values(const yaml::Node& expected, const Document& document) {
    const auto& root = *document.root().element;
    for (const auto& entry : expected) {
      const auto path = resolve_path(entry.first.text(), root, root);
      if (!path) {
        fail(entry.first, path.error());
        continue;
      }
      const auto value = read(document, 0, *path);
      const std::string& wanted = entry.second.text();
      const bool there = exists(document, 0, *path);
      if (wanted == absent ? there : !value || !schema::equal_values(*path->type(), *value, wanted))
        fail(entry.second, fmt::format("{} is {}", entry.first.text(),
                                       value   ? *value
                                       : there ? "there"
                                               : "not there"));
    }
  }

  void check_supplement(const yaml::Node& expected, const document::Supplement* supplement) {
    if (!expected) return;
    if (expected.is_scalar()) {
      if (expected.text() != "none") return fail(expected, "expected 'none' or a map of paths and reasons");
      if (supplement != nullptr) fail(expected, "there is one, with " + supplement->entries.front().path);
      return;
    }
    for (const auto& entry : expected) {
      const std::string& path = entry.first.text();
      const Entry* found = nullptr;
      if (supplement != nullptr)
        for (const auto& one : supplement->entries)
          if (found == nullptr && (one.path == path || without_numbers(one.path) == path)) found = &one;
      const std::string& wanted = entry.second.text();
      if (wanted == absent) {
        if (found != nullptr) fail(entry.second, path + " is in the supplement: " + found->reason);
      } else if (found == nullptr) {
        fail(entry.second, path + " is not in the supplement");
      } else if (found->reason != wanted) {
        fail(entry.second, fmt::format("the reason for {} is: {}", path, found->reason));
      }
    }
  }

  /// Some finding of the rule says the text; `rule` empty = the text is a rule.
  void check_said(const yaml::Node& expected, const std::string& rule, const std::vector<Finding>& findings) {
    const std::string& wanted = expected.text();
    const bool told = std::any_of(findings.begin(), findings.end(), [&](const Finding& finding) {
      return rule.empty() ? finding.rule == wanted
                          : finding.rule == rule && finding.text.en.find(wanted) != std::string::npos;
    });
    if (!told) fail(expected, "nothing says so: " + said(findings));
  }

  yaml::File& file_;
  const resources::Store& store_;
  const schema::Catalog& catalog_;
  const Translator& translator_;
  std::string message_;
  std::string start_;
  std::string profile_;
  std::string name_;
};

}  // namespace

std::size_t run_message_rows(yaml::File& file, const yaml::Node& root, const resources::Store& store,
                             const schema::Catalog& catalog, const Translator& translator) {
  return Rows(file, store, catalog, translator).run(root);
}

}  // namespace cimgate::mapping
