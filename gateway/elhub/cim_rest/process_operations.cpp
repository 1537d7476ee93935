#include "gateway/elhub/cim_rest/process_operations.hpp"

#include <algorithm>
#include <map>
#include <set>

namespace cimgate::cim_rest {
namespace {

constexpr const char* table_name = "processes";
constexpr const char* type_path = "Header/DocumentType";
constexpr const char* process_path = "ProcessEnergyContext/EnergyBusinessProcess";

enum class Holds { yes, perhaps, no };

/// What is known of a message before there is one.
struct Known {
  std::string process;
  const std::string* document_type = nullptr;  ///< null: any
};

Holds holds(const mapping::ConditionDef::Is& test, const Known& known) {
  const std::string* value = nullptr;
  if (test.path == type_path) value = known.document_type;
  if (test.path == process_path) value = &known.process;
  if (value == nullptr) return Holds::perhaps;
  const bool found = std::any_of(test.values.begin(), test.values.end(),
                                 [&](const mapping::ProfileText& one) { return one.text == *value; });
  return found != test.negated ? Holds::yes : Holds::no;
}

Holds holds(const mapping::ConditionDef& condition, const Known& known) {
  auto all = Holds::yes;
  const auto and_also = [&](Holds one) { all = std::max(all, one); };
  for (const auto& test : condition.is) and_also(holds(test, known));
  if (!condition.has.empty() || !condition.lacks.empty()) and_also(Holds::perhaps);
  if (!condition.any.empty()) {
    auto any = Holds::no;
    for (const auto& one : condition.any) any = std::min(any, holds(one, known));
    and_also(any);
  }
  return all;
}

void add_documents(const mapping::VariantDef& variant, const Known& known, std::set<std::string>& roots) {
  for (const auto& document : variant.documents)
    if (holds(document.when, known) != Holds::no) roots.insert(document.root);
}

/// The documents that messages of which so much is known become.
void add_documents(const mapping::MappingDef& mapping, const Known& known, std::set<std::string>& roots) {
  bool decided = false;
  for (const auto& variant : mapping.variants) {
    if (variant.when.empty()) continue;
    const auto taken = holds(variant.when, known);
    if (taken == Holds::no) continue;
    add_documents(variant, known, roots);
    decided = decided || taken == Holds::yes;
  }
  if (decided) return;
  for (const auto& variant : mapping.variants)
    if (variant.when.empty()) add_documents(variant, known, roots);
}

/// "BRS-NO-101" → "submitBrsNo101"
std::string operation_id(const std::string& process) {
  std::string id = "submit";
  bool first = true;
  for (const char c : process) {
    if (c == '-') {
      first = true;
      continue;
    }
    const bool is_upper = c >= 'A' && c <= 'Z';
    id += !first && is_upper ? static_cast<char>(c - 'A' + 'a') : c;
    first = false;
  }
  return id;
}

/// What the code list of the messages calls a process.
std::string title_of(const schema::Schema& schema, const schema::MessageKind& kind,
                     const std::string& process) {
  const auto* at = schema.root(kind.root);
  for (const auto* name : {"ProcessEnergyContext", "EnergyBusinessProcess"}) {
    const auto index = at == nullptr ? -1 : at->child_index(name);
    if (index < 0) return {};
    at = at->children()[static_cast<std::size_t>(index)].element;
  }
  const auto codes = at->text == nullptr ? std::nullopt : schema::codes_of(*at->text);
  if (!codes) return {};
  for (const auto* code : *codes)
    if (code->value == process) return code->meaning;
  return {};
}

/// One message in one process, put together from all rows that are about it.
struct Gathered {
  std::set<std::string> roles, documents;
  bool any_role = false;
};
using ByMessage = std::map<std::string, Gathered>;

class Gatherer {
 public:
  Gatherer(const Engine& engine, const schema::SchemaSet& set) : engine_(engine), set_(set) {}

  void add(const rules::Row& row, const std::string& process, ByMessage& messages) const {
    const auto* names = row.find("message");
    if (names == nullptr) return;
    for (const auto& name : *names) {
      const auto* mapping = engine_.translator->find(name);
      if (mapping == nullptr) continue;
      auto& one = messages[name];
      const auto* roles = row.find("role");
      one.any_role = one.any_role || roles == nullptr;
      if (roles != nullptr) one.roles.insert(roles->begin(), roles->end());
      const auto* types = row.find("document-type");
      if (types == nullptr)
        add_documents(*mapping, {process, nullptr}, one.documents);
      else
        for (const auto& type : *types) add_documents(*mapping, {process, &type}, one.documents);
    }
  }

  std::string title(const std::string& process, const ByMessage& messages) const {
    for (const auto& message : messages) {
      const auto* kind = set_.find(message.first);
      const auto schema = kind == nullptr ? nullptr : engine_.catalog->schema(set_, *kind).value_or(nullptr);
      if (schema == nullptr) continue;
      if (auto title = title_of(*schema, *kind, process); !title.empty()) return title;
    }
    return {};
  }

 private:
  const Engine& engine_;
  const schema::SchemaSet& set_;
};

std::vector<MessageOfProcess> listed(const ByMessage& messages) {
  std::vector<MessageOfProcess> all;
  for (const auto& [name, one] : messages) {
    if (one.documents.empty()) continue;
    MessageOfProcess made;
    made.name = name;
    if (!one.any_role) made.roles.assign(one.roles.begin(), one.roles.end());
    made.documents.assign(one.documents.begin(), one.documents.end());
    all.push_back(std::move(made));
  }
  return all;
}

}  // namespace

std::vector<ProcessOperation> process_operations(const Engine& engine, const schema::SchemaSet& messages) {
  const auto* table = engine.rules().tables().find(table_name);
  if (table == nullptr) return {};
  std::set<std::string> processes;
  for (const auto& row : table->rows)
    if (const auto* named = row.find("process"); named != nullptr && row.allows("direction", "in"))
      for (const auto& process : *named)
        if (messages.dialect->is_process(process)) processes.insert(process);
  const Gatherer gatherer(engine, messages);
  std::vector<ProcessOperation> all;
  for (const auto& process : processes) {
    ByMessage taken, answers;
    for (const auto& row : table->rows) {
      if (!row.allows("process", process)) continue;
      if (row.allows("direction", "in")) gatherer.add(row, process, taken);
      if (row.allows("direction", "out")) gatherer.add(row, process, answers);
    }
    ProcessOperation made;
    made.process = process;
    made.id = operation_id(process);
    made.title = gatherer.title(process, taken);
    made.taken = listed(taken);
    made.answers = listed(answers);
    if (!made.taken.empty()) all.push_back(std::move(made));
  }
  return all;
}

std::vector<std::string> documents_of(const std::vector<MessageOfProcess>& messages) {
  std::set<std::string> roots;
  for (const auto& message : messages) roots.insert(message.documents.begin(), message.documents.end());
  return {roots.begin(), roots.end()};
}

}  // namespace cimgate::cim_rest
