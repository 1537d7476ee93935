#include "gateway/document/root_names.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "gateway/document/supplement_form.hpp"
#include "gateway/source/problem.hpp"
#include "gateway/text/nearest.hpp"

namespace cimgate::document {
namespace {

using schema::SchemaSet;

std::string quoted(std::string_view name) {
  return '\'' + source::shown_name(name) + '\'';
}

/// The known root names, with the first namespace that each has.
std::vector<schema::QName> known_roots(const schema::Catalog& catalog) {
  std::vector<schema::QName> roots;
  for (const auto& set : catalog.sets())
    for (const auto& kind : set.messages)
      if (std::find(roots.begin(), roots.end(), kind.root) == roots.end()) roots.push_back(kind.root);
  return roots;
}

const Text list_schemas = {"`cimgate schemas list` shows the messages that are known.",
                           "`cimgate schemas list` viser meldingene som er kjent."};

/// "RequestChangeOfSupplier" is how people call RequestChangeOfSupplier_MarketDocument.
std::string_view stem_of(std::string_view name) {
  return name.substr(0, name.find("_MarketDocument"));
}

/// The known name that `local` is most likely meant for, if any.
std::string_view nearest_name(const std::vector<schema::QName>& roots, std::string_view local) {
  std::vector<std::string_view> names;
  for (const auto& root : roots) {
    names.emplace_back(root.local);
    names.push_back(stem_of(root.local));
  }
  const auto near = text::did_you_mean(local, names);
  for (const auto& root : roots)
    if (!near.empty() && (root.local == near || stem_of(root.local) == near)) return root.local;
  return {};
}

/// True when the two differ only behind the last 'v' or in their last numbers: "…:v2" and "…:v3".
bool differ_in_version(std::string_view a, std::string_view b) {
  const auto without_version = [](std::string_view ns) {
    while (!ns.empty() && std::string_view("0123456789.:v").find(ns.back()) != std::string_view::npos)
      ns.remove_suffix(1);
    return ns;
  };
  return a != b && without_version(a) == without_version(b);
}

Finding wrong_namespace(const schema::QName& root, std::string_view ns, source::Position at) {
  const bool version = differ_in_version(ns, root.ns);
  const std::string found = ns.empty() ? std::string() : quoted(ns);
  Text text;
  if (ns.empty())
    text = {fmt::format("Element '{}' has no namespace; expected '{}'.", root.local, root.ns),
            fmt::format("Elementet '{}' har ikke noe navnerom; forventet '{}'.", root.local, root.ns)};
  else if (version)
    text = {fmt::format("Element '{}' is of version {}; expected '{}'.", root.local, found, root.ns),
            fmt::format("Elementet '{}' er av versjon {}; forventet '{}'.", root.local, found, root.ns)};
  else
    text = {fmt::format("Element '{}' is in namespace {}; expected '{}'.", root.local, found, root.ns),
            fmt::format("Elementet '{}' er i navnerommet {}; forventet '{}'.", root.local, found, root.ns)};
  Text advice = {fmt::format("Write xmlns=\"{}\", or declare the prefix so, and check that the rest of the "
                             "message follows that version.",
                             root.ns),
                 fmt::format("Skriv xmlns=\"{}\", eller deklarer prefikset slik, og kontroller at resten av "
                             "meldingen følger den versjonen.",
                             root.ns)};
  return source::make_problem(version ? "schema.unknown-version" : "schema.unknown-namespace", at,
                              std::move(text), std::move(advice));
}

}  // namespace

namespace {

/// True when messages of the set are looked for.
bool is_asked(const SchemaSet& set, const ReadOptions& asked) {
  const auto& id = asked.set_of(set.side);
  return id.empty() ? !set.when_asked : set.id == id;
}

bool has_operation(const schema::Catalog& catalog, const SchemaSet& set, std::string_view ns,
                   std::string_view local) {
  if (!set.is_enveloped()) return false;
  const auto& start = set.dialect->envelope.namespaces_begin_with;
  if (!ns.empty()) return !start.empty() && ns.starts_with(start);
  const auto schema = catalog.operations(set);
  return schema && (*schema)->root(schema::QName{{}, std::string(local)}) != nullptr;
}

}  // namespace

bool is_operation(const schema::Catalog& catalog, std::string_view ns, std::string_view local) {
  return std::any_of(catalog.sets().begin(), catalog.sets().end(),
                     [&](const SchemaSet& set) { return has_operation(catalog, set, ns, local); });
}

bool is_market_namespace(const schema::Catalog& catalog, std::string_view ns) {
  return std::any_of(catalog.sets().begin(), catalog.sets().end(), [&](const SchemaSet& set) {
    const auto& start = set.dialect->namespaces_begin_with;
    return !start.empty() && ns.starts_with(start);
  });
}

bool is_fault_name(const schema::Catalog& catalog, std::string_view local) {
  return std::any_of(catalog.sets().begin(), catalog.sets().end(), [&](const SchemaSet& set) {
    return set.is_enveloped() && set.dialect->envelope.fault == local;
  });
}

schema::KindInSet find_message(const schema::Catalog& catalog, const ReadOptions& asked, std::string_view ns,
                               std::string_view local) {
  for (const auto& set : catalog.sets()) {
    if (!is_asked(set, asked)) continue;
    const auto* kind = set.find(local);
    if (kind != nullptr && kind->root.ns == ns) return {&set, kind};
  }
  return {};
}

schema::KindInSet find_bim_message(const SchemaSet* set, std::string_view local) {
  const auto* kind = set == nullptr ? nullptr : set->find(local);
  return kind == nullptr ? schema::KindInSet{} : schema::KindInSet{set, kind};
}

const SchemaSet* set_of_operation(const schema::Catalog& catalog, const ReadOptions& asked,
                                  std::string_view ns, std::string_view local) {
  for (const auto& set : catalog.sets())
    if (is_asked(set, asked) && has_operation(catalog, set, ns, local)) return &set;
  return nullptr;
}

const schema::SchemaSet* set_of_envelope(const schema::Catalog& catalog, const ReadOptions& asked,
                                         std::string_view text) {
  const schema::SchemaSet* first = nullptr;
  const schema::SchemaSet* by_message = nullptr;
  const auto names = [&](const std::string& start) {
    return !start.empty() && text.find(start) != std::string_view::npos;
  };
  for (const auto& set : catalog.sets()) {
    if (!set.is_enveloped() || !is_asked(set, asked)) continue;
    // An operation tells whose envelope it is, whatever stands in it.
    if (names(set.dialect->envelope.namespaces_begin_with)) return &set;
    if (first == nullptr) first = &set;
    if (by_message == nullptr && names(set.dialect->namespaces_begin_with)) by_message = &set;
  }
  return by_message != nullptr ? by_message : first;
}

Finding unknown_message(const schema::Catalog& catalog, const ReadOptions& asked, std::string_view ns,
                        std::string_view local, source::Position at) {
  const auto roots = known_roots(catalog);
  const auto knowing = catalog.knowing({std::string(ns), std::string(local)});
  const auto same_name =
      std::find_if(roots.begin(), roots.end(), [&](const schema::QName& r) { return r.local == local; });
  if (knowing.empty() && same_name != roots.end()) return wrong_namespace(*same_name, ns, at);
  if (!knowing.empty() && knowing.front().set->side == SchemaSet::Side::bim)
    return source::make_problem(
        "schema.unknown-root", at,
        {fmt::format("{} has no message '{}'; {} has.", asked.schema, local, knowing.front().set->id),
         fmt::format("{} har ikke meldingen '{}', men det har {}.", asked.schema, local,
                     knowing.front().set->id)},
        list_schemas);
  const auto& profile = asked.profile;
  if (!knowing.empty())
    return source::make_problem("schema.unknown-root", at,
                                {fmt::format("The profile {} has no document '{}'.", profile, local),
                                 fmt::format("Profilen {} har ikke dokumentet '{}'.", profile, local)},
                                list_schemas);
  if (local == "Envelope" && ns != soap_namespace)
    return wrong_namespace({std::string(soap_namespace), "Envelope"}, ns, at);
  if (local == "bundle" && ns != bundle_namespace)
    return wrong_namespace({std::string(bundle_namespace), "bundle"}, ns, at);
  Text text = {fmt::format("Element {} is not a message that is known.", quoted(local)),
               fmt::format("Elementet {} er ikke en kjent melding.", quoted(local))};
  const auto near = nearest_name(roots, local);
  if (!near.empty()) {
    text.en += fmt::format(" Did you mean '{}'?", near);
    text.nb += fmt::format(" Mente du '{}'?", near);
  } else {
    text.en += " Expected a BIM message, a CIM document, or a SOAP envelope or bundle of them.";
    text.nb +=
        " Forventet en BIM-melding, et CIM-dokument, eller en SOAP-konvolutt eller dokumentpakke med slike.";
  }
  return source::make_problem("schema.unknown-root", at, std::move(text), list_schemas);
}

}  // namespace cimgate::document
