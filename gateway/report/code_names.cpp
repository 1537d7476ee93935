#include "gateway/report/code_names.hpp"

#include "gateway/yaml/file.hpp"

namespace cimgate::report {
namespace {

constexpr const char* path = "rules/code-names.yaml";

}  // namespace

tl::expected<CodeNames, std::string> CodeNames::read(const Engine& engine) {
  CodeNames made;
  // What comes after a colon is about the rules of the file, not about the process.
  for (const auto& file : engine.rules().files())
    if (!file.title.nb.empty())
      made.processes_.try_emplace(file.brs, file.title.nb.substr(0, file.title.nb.find(": ")));
  const auto text = engine.store->read(path);
  if (!text) return made;  // a folder of another market may have none
  yaml::File file(path, *text);
  if (file.errors().empty()) {
    file.check_keys(file.root(), {"code-names"});
    for (const auto& list : file.list(file.root(), "code-names")) {
      file.check_keys(list, {"list", "source", "names"});
      const auto source = list["source"];
      file.check_keys(source, {"status", "ref"});
      file.one_of(source, "status", {"published", "assumed"});
      file.text(source, "ref");
      auto& names = made.lists_[file.text(list, "list")];
      const auto all = list["names"];
      for (const auto& entry : all)
        names.insert_or_assign(entry.first.text(), file.text(all, entry.first.text()));
    }
  }
  if (!file.errors().empty()) return tl::make_unexpected(file.error_text());
  return made;
}

std::string_view CodeNames::norwegian(const schema::SimpleType& type, std::string_view code) const {
  if (const auto process = processes_.find(code); process != processes_.end()) return process->second;
  for (const auto* at = &type; at != nullptr; at = at->derived_from)
    if (const auto list = lists_.find(at->name.local); list != lists_.end())
      if (const auto name = list->second.find(code); name != list->second.end()) return name->second;
  return {};
}

std::string_view CodeNames::meaning(const schema::SimpleType& type, const schema::Code& code,
                                    bool in_norwegian) const {
  const auto name = in_norwegian ? norwegian(type, code.value) : std::string_view();
  return name.empty() ? std::string_view(code.meaning) : name;
}

}  // namespace cimgate::report
