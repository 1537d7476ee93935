#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "gateway/elhub/hub/access_link.hpp"
#include "gateway/http/route.hpp"

/// The pages on which an end user decides about a link (BRS-NO-624). They work without scripts.
namespace cimgate::hub_api {

/// What all of them know of the link.
struct AccessPage {
  hub::AccessLink link;
  std::string party;  ///< name of the third party
  bool norwegian = false;
};

/// Asks who the end user is: the stand-in for the login.
http::Answer ask_who(const AccessPage& page);
/// Asks what access is given to. `hint`: what was wrong with the last answer.
http::Answer ask_what(const AccessPage& page, const std::string& customer,
                      const std::vector<hub::OwnPoint>& points, const Text& hint = {});
/// Says what has become of it. `norwegian`: also where nothing is known of the link.
http::Answer say(bool norwegian, std::uint16_t status, const Text& title, const Text& text);

http::Answer access_style();

}  // namespace cimgate::hub_api
