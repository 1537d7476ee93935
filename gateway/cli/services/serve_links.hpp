#pragma once
#include <optional>
#include <string>
#include <tl/expected.hpp>
#include <vector>

#include "gateway/cli/services/serve_security.hpp"
#include "gateway/elhub/outgoing/link_poster.hpp"

namespace cimgate::cli {

/// The list of third parties that end users may give access by link.
struct LinkOptions {
  std::vector<std::string> returns;  ///< "7099990005013=http://127.0.0.1:9000/answers"
  std::string tls_trust;             ///< PEM
};
void add_links(Command& verb, LinkOptions& options);

/// No addresses: nobody is on the list. Error: a sentence.
tl::expected<outgoing::LinkSetting, std::string> open_links(const LinkOptions& options,
                                                            std::vector<WatchedFile>& watched);

}  // namespace cimgate::cli
