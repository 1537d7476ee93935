#include "gateway/elhub/bridge/replay.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "gateway/elhub/bridge/bridge.hpp"
#include "gateway/security/keys/hash.hpp"
#include "gateway/text/ascii.hpp"
#include "gateway/text/uuid.hpp"

namespace cimgate::bridge {
namespace {

bool is_hex(char c) {
  return text::hex_value(c) >= 0;
}

constexpr std::size_t uuid_length = 36;
constexpr std::size_t at_once = 200;

}  // namespace

std::string replay_id(const std::string& name, const std::string& old_id) {
  auto hex = keys::hex_digest(fmt::format("replay\n{}\n{}", name, old_id));
  hex[12] = '4';
  hex[16] = "89ab"[(hex[16] >= 'a' ? hex[16] - 'a' + 10 : hex[16] - '0') & 3];
  const std::string_view all = hex;
  return fmt::format("{}-{}-{}-{}-{}", all.substr(0, 8), all.substr(8, 4), all.substr(12, 4),
                     all.substr(16, 4), all.substr(20, 12));
}

void add_new_ids(const document::Document& document, const std::string& name, NewIds& ids) {
  for (document::NodeId id = 0; id < document.size(); ++id) {
    const auto& node = document[id];
    if (node.name == "Identification" && text::is_uuid(node.text))
      ids.try_emplace(std::string(node.text), replay_id(name, std::string(node.text)));
  }
}

std::string renamed(std::string_view xml, const NewIds& ids) {
  std::string made;
  made.reserve(xml.size());
  for (std::size_t at = 0; at < xml.size();) {
    const auto one = xml.substr(at, uuid_length);
    const bool begins = at == 0 || !(is_hex(xml[at - 1]) || xml[at - 1] == '-');
    const bool ends = at + uuid_length >= xml.size() || !is_hex(xml[at + uuid_length]);
    const auto known = begins && ends && text::is_uuid(one) ? ids.find(one) : ids.end();
    if (known == ids.end()) {
      made += xml[at++];
    } else {
      made += known->second;
      at += uuid_length;
    }
  }
  return made;
}

bool Bridge::replay(const ReplayOrder& order, Replayed& made) {
  NewIds ids;
  struct Next {
    Outgoing message;
    std::vector<std::string> points;
    std::string was;
  };
  for (std::int64_t after = 0;;) {
    std::vector<Outgoing> old;
    if (!book_->read([&](Pages& pages) { old = pages.sent_between(order.from, order.to, after, at_once); }))
      return false;
    if (old.empty()) break;
    std::vector<Next> batch;
    for (auto& message : old) {
      after = message.sequence;
      if (!order.process.empty() && message.process != order.process) continue;
      const auto hand_in = emif::operation_for(message.name);
      const auto input = intake_.look_at(message.xml);
      if (!hand_in || hand_in->operation->does == emif::Does::ask || input.read.messages.size() != 1 ||
          !text::is_uuid(message.id)) {
        ++made.left_out;
        continue;
      }
      const auto& document = input.read.messages.front().document;
      add_new_ids(document, order.name, ids);
      Next next{message, points_in(document), message.id};
      next.message.id = replay_id(order.name, message.id);
      ids.try_emplace(message.id, next.message.id);
      next.message.xml = renamed(message.xml, ids);
      next.message.digest = keys::hex_digest(next.message.xml);
      next.message.accepted = next.message.next_try = setting_.now();
      batch.push_back(std::move(next));
    }
    std::size_t fresh = 0, repeated = 0;
    const auto work = [&](Pages& pages) {
      fresh = repeated = 0;
      for (const auto& [message, points, was] : batch) {
        if (pages.was_used(message.id)) {
          ++repeated;
          continue;
        }
        ++fresh;
        if (order.dry) continue;
        pages.add(message, points);
        pages.replayed(message, was);
      }
    };
    if (order.dry ? !book_->read(work) : !book_->run(work)) return false;
    made.messages += fresh;
    made.repeated += repeated;
  }
  if (!order.dry && sender_) sender_->wake();
  return true;
}

}  // namespace cimgate::bridge
