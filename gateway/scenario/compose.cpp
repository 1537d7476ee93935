#include "gateway/scenario/compose.hpp"

#include <fmt/format.h>

#include "gateway/document/write.hpp"
#include "gateway/elhub/norway/calendar.hpp"
#include "gateway/reader/read.hpp"
#include "gateway/rules/example.hpp"
#include "gateway/xml/write.hpp"

namespace cimgate::scenario {
namespace {

using document::find_path;
using document::no_node;

constexpr const char* messages_folder = "scenarios/messages";

/// Gathers what is to be changed in a message: what rules' examples do, by the words of the packs.
class Changes {
 public:
  Changes(const document::Message& message, const validation::CodeRules& codes)
      : message_(message), codes_(codes) {}

  bool has(const std::string& path) const {
    const auto resolved = find_path(path, root(), root());
    return resolved && document::find(message_.document, 0, *resolved) != no_node;
  }
  void remove(const std::string& path) {
    if (has(path)) example.remove.push_back(path);
  }
  void set(const std::string& path, const std::string& value) { example.set.push_back({path, {value}}); }
  void set(const Word& word, const std::string& path, const std::string& value) {
    set(path, value);
    for (const auto& [name, text] : word.attributes)
      if (find_path(path + "/@" + name, root(), root())) set(path + "/@" + name, text);
    if (word.kind == ValueKind::code) set_agency(path, value);
  }

  rules::Example example;

 private:
  const schema::Element& root() const { return *message_.document.root().element; }

  /// The agency that the code belongs to, where the schema leaves a choice.
  void set_agency(const std::string& path, const std::string& value) {
    const auto resolved = find_path(path, root(), root());
    if (!resolved) return;
    for (const auto& list : codes_.agencies.lists) {
      if (!validation::is_of_type(resolved->element(), list.type)) continue;
      if (const auto* rule = list.rule_of(value)) set(path + "/@" + list.attribute, rule->agency);
      return;
    }
  }

  const document::Message& message_;
  const validation::CodeRules& codes_;
};

void set_customer(Changes& changes, const schema::Element& root, const std::string& path,
                  const Customer& customer) {
  const auto may_have = [&](const char* child) { return find_path(path + child, root, root).has_value(); };
  changes.set(path + "/Identification", customer.id);
  changes.set(path + "/Identification/@schemeAgencyIdentifier", customer.scheme());
  for (const auto& [child, value] : {std::pair{"/Name", &customer.name},
                                     {"/GivenName", &customer.given},
                                     {"/FamilyName", &customer.family}}) {
    if (!may_have(child)) continue;
    if (value->empty())
      changes.remove(path + child);
    else
      changes.set(path + child, *value);
  }
}

/// What to take out when there is to be no value: an identifier goes with the element that is there for it.
std::string whole_of(const Word& word, const std::string& path) {
  const bool wrapped =
      word.kind == ValueKind::point || word.kind == ValueKind::party || word.kind == ValueKind::area;
  return wrapped && path.ends_with("/Identification") ? path.substr(0, path.rfind('/')) : path;
}

std::string value_at(const document::Message& message, const std::string& path) {
  const auto& root = *message.document.root().element;
  const auto resolved = find_path(path, root, root);
  return resolved ? std::string(document::read(message.document, 0, *resolved).value_or("")) : std::string();
}

}  // namespace

tl::expected<document::Message, ComposeError> Composer::base_of(const Scene& scene, const Send& send) const {
  auto file = fmt::format("{}/{}.{}.xml", messages_folder, send.message.name, send.message.process);
  if (!send.base.empty())
    file = fmt::format("{}/{}.xml", messages_folder, send.base);
  else if (!engine_.store->read(file))
    file = fmt::format("{}/{}.xml", messages_folder, send.message.name);
  const auto text = engine_.store->read(file);
  if (!text)
    return tl::make_unexpected(
        ComposeError{{}, fmt::format("there is no message {} to begin with ({})", send.message.name, file)});
  document::ReadOptions options;
  options.schema = scene.pack->schema;
  auto read = reader::read(*engine_.catalog, *text, options);
  if (read.messages.size() != 1 || read.messages.front().kind->root.local != send.message.name)
    return tl::make_unexpected(ComposeError{{}, fmt::format("{} is no {}", file, send.message.name)});
  return std::move(read.messages.front());
}

tl::expected<Composed, ComposeError> Composer::compose(const Scene& scene, const Send& send,
                                                       const std::string& id) const {
  auto made = base_of(scene, send);
  if (!made) return tl::make_unexpected(made.error());
  auto& message = *made;
  const auto& root = *message.document.root().element;
  Changes changes(message, *engine_.code_rules);
  const auto error = [](const std::string& word, std::string text) {
    return tl::make_unexpected(ComposeError{word, std::move(text)});
  };
  const auto set_word = [&](const char* name, const std::string& value) {
    const auto* word = words_.find(name);
    if (word != nullptr && !value.empty()) changes.set(*word, path_in(*word, root), value);
  };
  const auto* party = scene.party(send.as);
  if (party == nullptr) return error({}, fmt::format("'{}' is not the name of a party", send.as));
  const auto* sent_by = send.sent_by.empty() ? party : scene.party(send.sent_by);
  if (sent_by == nullptr) return error({}, fmt::format("'{}' is not the name of a party", send.sent_by));
  set_word("id", id);
  set_word("created", norway::local_text(scene.now));
  set_word("type", send.message.type);
  set_word("process", send.message.process);
  set_word("role", send.role.empty() ? party->role : send.role);
  set_word("sent-by", sent_by->gln);
  set_word("sender", party->gln);
  if (const auto* hub = scene.party("elhub")) set_word("recipient", hub->gln);
  if (send.confirm) set_word("confirm", "true");

  for (const auto& word : words_.all()) {
    if (word.fill == Word::Auto::none) continue;
    const auto path = path_in(word, root);
    if (path.empty() || !changes.has(path)) continue;
    changes.set(path, word.fill == Word::Auto::id ? uuid_of(id + " " + path) : norway::local_text(scene.now));
  }
  for (const auto& value : send.message.with) {
    const auto* word = words_.find(value.word);
    if (word == nullptr) return error(value.word, "this word is not known");
    const auto path = path_in(*word, root);
    if (path.empty()) return error(value.word, fmt::format("{} has no place for it", send.message.name));
    if (value.texts.empty()) {
      changes.remove(whole_of(*word, numbered_path(path, 1)));
      continue;
    }
    if (word->kind == ValueKind::customer) {
      const auto* customer = customer_of(scene, value.texts.front());
      if (customer == nullptr) {
        const auto other = resolve(scene, *word, value.texts.front());
        return error(value.word, other ? "an end user is one of the names" : other.error());
      }
      set_customer(changes, root, path, *customer);
      continue;
    }
    const auto texts = word->is_list() ? unfolded(value.texts) : value.texts;
    for (std::size_t i = 0; i < texts.size(); ++i) {
      const auto text = resolve(scene, *word, texts[i]);
      if (!text) return error(value.word, text.error());
      const auto one = word->is_list() ? numbered_path(path, i + 1)
                       : i > 0         ? fmt::format("{}[{}]", path, i + 1)
                                       : path;
      changes.set(*word, one, *text);
      if (!word->numbered.empty()) changes.set(numbered_path(word->numbered, i + 1), std::to_string(i + 1));
    }
  }
  if (auto changed = rules::change(message, {}, changes.example); !changed) return error({}, changed.error());
  Composed composed;
  composed.name = send.message.name;
  composed.id = id;
  composed.payload = value_at(message, "PayloadEnergyTimeSeries/Identification");
  if (composed.payload.empty())
    composed.payload = value_at(message, "PayloadMasterDataMPEvent/Identification");
  composed.process = value_at(message, "ProcessEnergyContext/EnergyBusinessProcess");
  composed.type = value_at(message, "Header/DocumentType");
  composed.sender = party->gln;
  composed.sent_by = sent_by->gln;
  composed.xml = xml::to_xml(message, {});
  return composed;
}

}  // namespace cimgate::scenario
