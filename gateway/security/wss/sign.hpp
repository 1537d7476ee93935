#pragma once
#include <memory>
#include <string>
#include <string_view>
#include <tl/expected.hpp>

#include "gateway/security/keys/identity.hpp"
#include "gateway/security/wss/algorithms.hpp"

/// Signing as EMIF asks: Body and Timestamp, in strict layout.
namespace cimgate::wss {

/// How the signature says whose it is. EMIF's policy has the token in requests; for answers it can be read
/// either way.
enum class SignerBy : std::uint8_t { token, key_identifier };

struct Signing {
  Algorithms algorithms = basic256_sha256;
  Seconds life = 60;
  SignerBy signer_by = SignerBy::token;
  bool must_understand = false;
  /// wsu:Id of the Timestamp; "": a new one each time, so that two messages that say the same in the same
  /// second have two signatures, and whoever remembers signatures does not take the second for the first come
  /// again.
  std::string timestamp_id = {};
};

/// What stands before and after the content of the Body in the signed message.
struct SignedFrame {
  std::string before;  ///< XML declaration, Header, start tag of the Body
  std::string after;
};

/// Signs while the content of a Body is written: pieces go in as they are sent (or kept), and only a digest
/// and the open elements are held. The content is elements that are well-formed by themselves, without an
/// XML declaration; or nothing.
class BodySigner {
 public:
  explicit BodySigner(const Signing& signing);
  ~BodySigner();
  BodySigner(const BodySigner&) = delete;
  BodySigner& operator=(const BodySigner&) = delete;

  void add(std::string_view piece);
  /// Error: what was added is not well-formed, or the host does not sign like this.
  tl::expected<SignedFrame, std::string> finish(const keys::Identity& identity, Seconds now);

 private:
  class Work;
  std::unique_ptr<Work> work_;
};

/// The same for a content that is there as a whole.
tl::expected<std::string, std::string> signed_envelope(std::string_view content,
                                                       const keys::Identity& identity, const Signing& signing,
                                                       Seconds now);

}  // namespace cimgate::wss
