#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "gateway/elhub/access_api/shapes.hpp"
#include "gateway/json/tree.hpp"
#include "gateway/source/source.hpp"
#include "gateway/text/characters.hpp"

namespace cimgate::access_api {
namespace {

using json::JsonId;
using json::JsonTree;
using json::JsonValue;
using Result = tl::expected<std::string, AccessRefusal>;

constexpr std::size_t longest = 500;  ///< characters of a field

/// The body of a request, field by field: the first mistake counts.
class Body {
 public:
  static tl::expected<Body, AccessRefusal> read(std::string_view bytes) {
    source::Limits limits;
    limits.depth = 16;
    limits.elements = 1000;
    if (text::utf8(bytes) != bytes) return tl::unexpected(invalid_input("The body is not UTF-8."));
    auto tree = json::parse_json(bytes, limits);
    if (!tree) return tl::unexpected(invalid_input("The body is not JSON."));
    return Body(*std::move(tree));
  }

  /// An object, or no_json with a refusal kept.
  JsonId object(JsonId in, const std::string& path, std::string_view name) {
    if (in == json::no_json) return in;
    const auto id = tree_[in].kind == JsonValue::Kind::object ? tree_.member(in, name) : json::no_json;
    if (id == json::no_json) return refuse(missing_field(path));
    if (tree_[id].kind != JsonValue::Kind::object) return refuse(invalid_field(path, "an object"));
    return id;
  }

  std::string text(JsonId in, const std::string& path, bool required = true) {
    if (in == json::no_json) return {};
    const auto id = tree_.member(in, std::string_view(path).substr(path.rfind('.') + 1));
    if (id == json::no_json) {
      if (required) refuse(missing_field(path));
      return {};
    }
    const auto& value = tree_[id];
    const bool plain = std::none_of(value.text.begin(), value.text.end(), [](char c) {
      return static_cast<unsigned char>(c) < ' ' || c == '\x7f';
    });
    if (value.kind != JsonValue::Kind::string || !plain || value.text.size() > longest) {
      refuse(invalid_field(path, fmt::format("a text of at most {} characters in one line", longest)));
      return {};
    }
    return std::string(value.text);
  }

  JsonId refuse(AccessRefusal refusal) {
    if (!refusal_) refusal_ = std::move(refusal);
    return json::no_json;
  }
  const std::optional<AccessRefusal>& refusal() const { return refusal_; }

  /// `data`, which must be of this type.
  JsonId data(std::string_view type) {
    const auto data = object(0, "data", "data");
    const auto said = text(data, "data.type");
    if (data != json::no_json && !refusal_ && said != type)
      refuse({409, "Resource type mismatch", fmt::format("data.type: expected {}.", type)});
    return data;
  }

 private:
  explicit Body(JsonTree tree) : tree_(std::move(tree)) {}

  JsonTree tree_;
  std::optional<AccessRefusal> refusal_;
};

/// {idType, idValue} of the one kind that the field may have.
std::string party_in(Body& body, JsonId meta, const std::string& name, std::string_view type) {
  const auto path = "data.meta." + name;
  const auto id = body.object(meta, path, name);
  const auto said = body.text(id, path + ".idType");
  if (id != json::no_json && !body.refusal() && said != type)
    body.refuse(invalid_field(path + ".idType", type));
  return body.text(id, path + ".idValue");
}

}  // namespace

tl::expected<hub::AuthorizationDraft, AccessRefusal> draft_of(std::string_view text, bool is_document) {
  auto read = Body::read(text);
  if (!read) return tl::unexpected(read.error());
  auto& body = *read;
  hub::AuthorizationDraft draft;
  draft.is_document = is_document;
  const auto data = body.data(is_document ? "AuthorizationDocument" : "AuthorizationRequest");
  const auto attributes = body.object(data, "data.attributes", "attributes");
  const std::string kind = is_document ? "data.attributes.documentType" : "data.attributes.requestType";
  draft.kind = body.text(attributes, kind);
  constexpr std::array kinds = {"ChangeOfBalanceSupplierForPerson",
                                "MoveInAndChangeOfBalanceSupplierForPerson"};
  if (!body.refusal() && std::find(kinds.begin(), kinds.end(), draft.kind) == kinds.end())
    body.refuse(invalid_field(kind, fmt::format("{} or {}", kinds[0], kinds[1])));
  const auto meta = body.object(data, "data.meta", "meta");
  draft.requested_by = party_in(body, meta, "requestedBy", "GlobalLocationNumber");
  draft.requested_from = party_in(body, meta, "requestedFrom", "NationalIdentityNumber");
  draft.requested_to = party_in(body, meta, "requestedTo", "NationalIdentityNumber");
  draft.person = body.text(meta, "data.meta.requestedFromName");
  draft.gsrn = body.text(meta, "data.meta.requestedForMeteringPointId");
  draft.address = body.text(meta, "data.meta.requestedForMeteringPointAddress");
  draft.supplier = body.text(meta, "data.meta.balanceSupplierName");
  draft.contract = body.text(meta, "data.meta.balanceSupplierContractName");
  if (!is_document) draft.redirect_uri = body.text(meta, "data.meta.redirectURI", false);
  draft.language = body.text(meta, "data.meta.language", false);
  constexpr std::array languages = {"", "nb", "nn", "en"};
  if (std::find(languages.begin(), languages.end(), draft.language) == languages.end())
    body.refuse(invalid_field("data.meta.language", "nb, nn or en"));
  const auto move_in = body.text(meta, "data.meta.moveInDate", false);
  draft.move_in = rules::parse_day(move_in);
  if (!move_in.empty() && !draft.move_in)
    body.refuse(invalid_field("data.meta.moveInDate", "a day such as 2026-06-15"));
  if (body.refusal()) return tl::unexpected(*body.refusal());
  return draft;
}

Result status_of(std::string_view text, std::string_view type, const std::string& id,
                 const std::vector<std::string>& statuses) {
  auto read = Body::read(text);
  if (!read) return tl::unexpected(read.error());
  auto& body = *read;
  const auto data = body.data(type);
  const auto said = body.text(data, "data.id");
  if (!body.refusal() && said != id)
    body.refuse({409, "Resource id mismatch", "data.id is not the id in the path."});
  const auto attributes = body.object(data, "data.attributes", "attributes");
  auto status = body.text(attributes, "data.attributes.status");
  if (!body.refusal() && std::find(statuses.begin(), statuses.end(), status) == statuses.end())
    body.refuse(
        invalid_field("data.attributes.status", fmt::format("{} or {}", statuses.front(), statuses.back())));
  if (body.refusal()) return tl::unexpected(*body.refusal());
  return status;
}

}  // namespace cimgate::access_api
