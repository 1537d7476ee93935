#pragma once
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "gateway/elhub/hub/gate.hpp"
#include "gateway/elhub/users/json.hpp"
#include "gateway/http/route.hpp"

namespace cimgate::access {

/// What the routes of users ask a hub or a bridge. Members never wait; what they are given is called once,
/// from any thread.
struct UserDesk {
  using Told = std::function<void(tl::expected<std::string, hub::Fault>)>;
  /// The users of a party and their roles, as JSON; "" = of all.
  std::function<void(const std::string& party, const Told&)> tell;
  using Mistakes = std::vector<yaml::Mistake>;
  /// Error without mistakes: it could not be kept.
  using Taken = std::function<void(tl::expected<void, Mistakes>)>;
  std::function<void(const std::string& text, const Taken&)> take;  ///< a file of users; "" = none any more
  std::function<void(const users::EntryFilter&, const Told&)> acts;
};

/// For super users: GET of /cim/v1/users, those of SenderGLN.
http::Part own_users(const std::shared_ptr<hub::Gate>& gate, const UserDesk& desk);

/// For operators: GET, PUT and DELETE of {base}/users, and GET of {base}/acts.
http::Part user_routes(const std::string& base, const UserDesk& desk);

}  // namespace cimgate::access
