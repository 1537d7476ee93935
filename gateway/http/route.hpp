#pragma once
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// How parts of the program offer routes: what a request is, what an answer is, and what is said about a
/// route. Nothing here knows how bytes travel; gateway/http does that.
namespace cimgate::http {

/// Names and values in the order in which they came. Header fields are found whatever their case.
class Fields {
 public:
  using Pair = std::pair<std::string, std::string>;
  enum class Case : bool { counts, ignored };

  explicit Fields(Case names = Case::ignored) : names_(names) {}

  void add(std::string name, std::string value) { pairs_.emplace_back(std::move(name), std::move(value)); }
  /// The first value of this name; null when there is none.
  const std::string* find(std::string_view name) const {
    for (const auto& pair : pairs_)
      if (same(pair.first, name)) return &pair.second;
    return nullptr;
  }
  /// The first value of this name; `otherwise` when there is none.
  std::string_view get(std::string_view name, std::string_view otherwise = {}) const {
    const auto* value = find(name);
    return value == nullptr ? otherwise : std::string_view(*value);
  }
  auto begin() const { return pairs_.begin(); }
  auto end() const { return pairs_.end(); }
  std::size_t size() const { return pairs_.size(); }
  /// Whether two names of header fields are the same.
  static bool is_same(std::string_view a, std::string_view b) { return Fields(Case::ignored).same(a, b); }

 private:
  static char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c; }
  bool same(std::string_view a, std::string_view b) const {
    if (names_ == Case::counts) return a == b;
    if (a.size() != b.size()) return false;
    for (std::size_t i = 0; i < a.size(); ++i)
      if (lower(a[i]) != lower(b[i])) return false;
    return true;
  }

  std::vector<Pair> pairs_;
  Case names_;
};

/// Who asks, as a token says it.
struct Caller {
  std::string user;                ///< "" = the token does not say
  std::vector<std::string> roles;  ///< that it brings
};

struct Request {
  std::string method;  ///< "GET"; a HEAD comes as GET
  std::string path;    ///< percent-decoded, without the query: "/cim/v1/queues/metering-values"
  Fields parameters{Fields::Case::counts};  ///< of the path, by the names in the pattern
  Fields query{Fields::Case::counts};       ///< decoded; "" as the value of a name alone
  bool has_query = false;                   ///< a '?' was there: "?wsdl" is the name alone
  Fields headers;
  std::string body;  ///< whole, gzip already taken off
  std::string peer;  ///< address of the other end; not for logs
  /// Whoever stands before the handler and asks for tokens has found out; nothing: nobody has asked.
  std::optional<Caller> caller = std::nullopt;
};

/// A body that is told piece by piece, for as long as somebody listens. Safe to use from several threads.
class Stream {
 public:
  /// False: the other end has gone.
  bool put(std::string_view piece) { return give(piece, false); }
  void end() { give({}, true); }
  /// Bytes that were put and not yet taken.
  std::size_t waiting() const {
    const std::lock_guard lock(mutex_);
    return text_.size();
  }

  // For whoever sends it.
  /// `tell` is called once: when there is something to take, now or later.
  void when_there(std::function<void()> tell) {
    {
      const std::lock_guard lock(mutex_);
      if (text_.empty() && !ended_) {
        tell_ = std::move(tell);
        return;
      }
    }
    tell();
  }
  /// What is there; nothing: that was all.
  std::optional<std::string> take() {
    const std::lock_guard lock(mutex_);
    if (text_.empty()) return std::nullopt;
    return std::exchange(text_, {});
  }
  /// Nobody listens any more.
  void leave() {
    const std::lock_guard lock(mutex_);
    gone_ = true;
    text_.clear();
  }

 private:
  bool give(std::string_view piece, bool last) {
    std::function<void()> tell;
    {
      const std::lock_guard lock(mutex_);
      if (gone_) return false;
      if (!ended_) text_ += piece;
      ended_ = ended_ || last;
      if (!text_.empty() || ended_) tell = std::exchange(tell_, nullptr);
    }
    if (tell) tell();
    return true;
  }

  mutable std::mutex mutex_;
  std::string text_;
  std::function<void()> tell_;
  bool ended_ = false;
  bool gone_ = false;
};

struct Answer {
  std::uint16_t status = 200;
  std::string content_type;  ///< "" when there is no body
  Fields headers;            ///< others than Content-Type, Content-Length, Content-Encoding, Date, Connection
  std::string body;          ///< is sent with gzip when the other end allows it and it is worth it
  /// Work that remains: it is done on a worker, and what it gives is sent instead of this. For handlers that
  /// answer from a thread which has other things to do.
  std::function<Answer()> rest = {};
  /// A handler that goes on: it is run on a worker, as the first was, and answers when it can.
  std::function<void(std::function<void(Answer)>)> next = {};
  /// The body, when it is told piece by piece; null: `body` is all of it.
  std::shared_ptr<Stream> stream = nullptr;
};

/// Delivers the answer: may be called from any thread, counts once. When every copy is gone without a call,
/// the request is answered with 500.
using Reply = std::function<void(Answer)>;

/// What the transport itself could not let through to the handler, or what the handler failed with.
struct TransportError {
  std::uint16_t status = 400;  ///< 400, 404, 405, 406, 408, 411, 413, 414, 415, 417, 431, 500, 503, …
  std::string type;            ///< name of the problem in docs/problems.md: "too-large", "bad-gzip"
  std::string title;           ///< the same for every occurrence
  std::string detail;          ///< of this one; no personal data, nothing of the body
};

/// Where the handler of a route runs.
enum class Runs : std::uint8_t {
  at_once,    ///< on the thread that read the request: takes microseconds, never waits
  on_workers  ///< on the worker threads, behind a bounded queue that answers 503 when it is full
};

enum class BodyIs : std::uint8_t { refused, optional, required };

/// A way to show who asks, by its name among the `securitySchemes` of an OpenAPI file of the Part.
struct Credential {
  std::string scheme;
  std::string scope;  ///< "" = none is needed
};

struct Route {
  std::string method;  ///< "GET" (answers HEAD, too), "POST", "PUT", "DELETE"
  std::string
      pattern;  ///< "/cim/v1/queues/{queue}/{id}": a name in braces takes one segment, as last segment
                ///< "{name...}" the rest; "{name}.pdf" one that ends so. Exact segments come before names.
  std::string operation;  ///< operationId: its text is in one of the Part's OpenAPI files; "" = not shown
  std::function<void(Request, Reply)> handle;

  Runs runs = Runs::on_workers;
  bool harmless = false;   ///< changes nothing though its method is POST: a form on a web page may send it
  bool own_forms = false;  ///< takes forms, of pages of this server alone: a browser must say that it is one
  BodyIs body = BodyIs::refused;
  std::vector<std::string> consumes;    ///< media types of the body, "application/*+xml" too; empty = any.
                                        ///< A request without Content-Type is let through.
  std::vector<std::string> produces;    ///< media types by Accept, the default first; empty = handler decides
  std::vector<Credential> credentials;  ///< any of these lets in; none: open to everybody
  std::optional<std::size_t> body_limit;  ///< bytes after gzip; absent = the server's; never above it
  std::function<Answer(const TransportError&)> error_answer;  ///< absent = application/problem+json
};

/// What one part of the program brings along.
struct Part {
  std::vector<Route> routes;
  /// Embedded YAML files, such as "gateway/api/openapi/v1.yaml": `operations` holds an OpenAPI 3.1
  /// Operation Object by operationId (without operationId itself), `components` what they refer to, `tags` a
  /// list of tags.
  std::vector<std::string> openapi;
  /// The same, made by the program: the text of such a file, YAML or JSON.
  std::vector<std::string> made_openapi = {};
  /// More `components/schemas`: name and JSON Schema. They are made when the OpenAPI document is, which who
  /// calls routes without a server never asks for.
  std::function<std::vector<std::pair<std::string, std::string>>()> schemas = {};
  /// Empty when ready to serve; else what is missing. Called for /readyz, from any thread.
  std::function<std::string()> not_ready;
  /// What else /readyz says of a server that is ready, in one line: "upstream: heard 2 s ago"; "" = nothing.
  /// Called from any thread.
  std::function<std::string()> state;
  /// Further lines of /metrics, with # HELP and # TYPE. Called from any thread.
  std::function<std::string()> metrics;
  /// Called when the server has stopped taking requests and before it waits for those in flight.
  std::function<void()> stopping;
};

}  // namespace cimgate::http
