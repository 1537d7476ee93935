#pragma once
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

#include "cimgate/explain.hpp"
#include "cimgate/finding.hpp"
#include "cimgate/schema_choice.hpp"
#include "cimgate/source_lines.hpp"

/// cimgate as a library: validate, translate and round-trip messages of the Norwegian electricity market
/// between Elhub's ebIX-based form (BIM) and CIM. Parameters go in, a result comes out; nothing is printed,
/// no clock is read.
namespace cimgate {

/// Limits on the cost of one input.
struct InputLimits {
  std::size_t bytes = std::size_t{200} * 1024 * 1024;
  std::uint32_t depth = 64;                     ///< nested elements or JSON values
  std::uint32_t elements = 10'000'000;          ///< elements, or JSON values
  std::uint32_t attributes = 256;               ///< of one element; of namespaces declared at one place
  std::uint32_t names = 2000;                   ///< different names and namespaces of XML
  std::size_t text = std::size_t{1024} * 1024;  ///< bytes of one value
  std::size_t findings = 1000;                  ///< kept; the rest is counted
};

/// How far to check; each level includes the ones before.
enum class Level : std::uint8_t { schema, codes, message, market };

namespace rules {
class Facts;
}

struct ValidateOptions {
  Level level = Level::message;
  std::string as_of;  ///< YYYY-MM-DD: the Norwegian day whose rules and market facts count; "" = the day on
                      ///< which the message was created. Anything but a day counts as "".
  std::shared_ptr<const rules::Facts> market;  ///< the market state, as market.hpp opens it; null = none
  std::string emif;     ///< warn about what this version of EMIF does not know ("2.4"); "" = do not
  std::string profile;  ///< of CIM documents; "" = the one they are valid in
  /// The schema set to read messages as: "elhub/2.4.1", "elhub/pending", or a CIM profile. "" = of those that
  /// know the message and are in force on the day, the first in which it is valid, else the first.
  std::string schema;
  bool schema_is_configured = false;  ///< `schema` comes from a configuration: for what the verdict says
  InputLimits limits;
};

struct Checked {
  std::string message;  ///< "RequestStartOfSupply"; "" when it is not known
  std::string schema;   ///< "elhub/2.4.3"
  SchemaChoice schema_choice;
  std::string process;  ///< "BRS-NO-101"
  std::string as_of;    ///< the day whose rules were checked; "" = none were
  Verdict verdict = Verdict::undetermined;
  std::vector<Finding> findings;
  std::size_t findings_left_out = 0;
  SourceLines lines;
};

enum class Target : std::uint8_t { other_side, cim_json, cim_xml, bim };

struct TranslateOptions {
  Target target = Target::other_side;  ///< other side: BIM → CIM JSON, CIM → BIM
  bool prefer_xml = false;             ///< other side: BIM → CIM XML
  std::string profile;                 ///< BIM → CIM: "" = nmeg/0.1; CIM → BIM: as in ValidateOptions
  std::string message;  ///< CIM → BIM: which message, where several become the same documents
  std::string schema;   ///< as in ValidateOptions
  std::string version;  ///< to BIM: the set that the message is to be of, "elhub/2.4.1"; "" = CIM → BIM: what
                        ///< the supplement names, else what the mapping is written for
  bool compact = false;  ///< no white space between elements
  bool files = true;     ///< also one text per document; without, a large message is translated in pieces
  /// Also check the input, in the same pass. Profile, schema and limits are those of the translation.
  std::optional<ValidateOptions> validate;
  InputLimits limits;
};

struct OutputFile {
  std::string name;  ///< "01-RequestChangeOfSupplier_MarketDocument.xml", "supplement.json"
  std::string text;
};

struct Translated {
  std::string message;
  std::string whole;  ///< everything in one text, as on standard output; "" when there is no result
  std::vector<OutputFile> files;  ///< the same, one file per document
  std::vector<Finding> findings;  ///< of the input (when it is not valid) and of the translation
  std::size_t findings_left_out = 0;
  SourceLines lines;
  std::optional<Checked> checked;       ///< on request: the result of Gateway::validate
  bool fault = false;                   ///< an internal error
  bool delivered = false;               ///< the result went to a StreamedOutput, whole
  std::size_t records_by_template = 0;  ///< of these, records filled from a template
  std::size_t records_by_rules = 0;     ///< and records for which the mapping ran
};

/// The source of an input: fills `to` with at most `room` bytes. Gives their number, 0 at the end, or why it
/// cannot be read.
using Pull = std::function<tl::expected<std::size_t, std::string>(char* to, std::size_t room)>;

/// The same from any place of an input: from `offset` on. It is called from several threads at once.
using ReadAt =
    std::function<tl::expected<std::size_t, std::string>(std::size_t offset, char* to, std::size_t room)>;

/// Takes text piece by piece.
using TakeText = std::function<void(std::string_view)>;

/// The destination of a translation that is written while the input is still being read. Give one of the two.
struct StreamedOutput {
  /// Everything in one text. It is complete only when the result has `delivered`.
  TakeText whole;
  /// One file per document and for the supplement, once the whole input is known to be valid: calls `content`
  /// with a function that takes the text. False when that fails, or when the file cannot be written.
  std::function<bool(const std::string& name, const std::function<bool(const TakeText&)>& content)> file;
};

/// How an input is processed in pieces.
struct Streaming {
  unsigned threads = 0;  ///< beside the caller's, which reads when they are less than two
  std::size_t batch_bytes = std::size_t{256} * 1024;
  std::function<void(std::size_t bytes)> progress = {};  ///< bytes of the input read so far
  /// Reads what the Pull reads; each thread then reads what it works on. Empty when the input can be read in
  /// order only.
  ReadAt read_at = {};
};

struct RoundTripOptions {
  std::string profile;  ///< as in TranslateOptions
  std::string schema;   ///< as in ValidateOptions
  bool by_xml = false;  ///< write and read the other side as XML, not JSON (CIM) – BIM is always XML
  InputLimits limits;
};

/// One difference between two messages. Values are those of the sources.
struct Change {
  enum class Kind : std::uint8_t { value, missing, added };
  Kind kind = Kind::value;
  std::string path;              ///< "/Root/Record[2]/mRID"
  std::string first;             ///< "" when it is added
  std::string second;            ///< "" when it is missing
  std::uint32_t first_line = 0;  ///< 0 = no place
  std::uint32_t second_line = 0;
};

struct DiffOptions {
  std::string profile;  ///< as in ValidateOptions
  std::string schema;   ///< likewise
  InputLimits limits;
};

struct Compared {
  std::string first;  ///< "RequestStartOfSupply"; "" when it could not be read
  std::string second;
  bool equal = false;
  std::vector<Change> changes;
  std::vector<Finding> first_findings;  ///< why a side cannot be compared
  std::vector<Finding> second_findings;
  SourceLines first_lines;
  SourceLines second_lines;
};

struct ExplainOptions {
  std::string
      path;  ///< of a value of the result (or of the input): "/Root/Record[2]/mRID", "Record/mRID", "//mRID"
  std::string why_not;  ///< a place of the result that has no value
  std::string profile;  ///< as in TranslateOptions
  std::string message;
  std::string schema;  ///< as in ValidateOptions
  InputLimits limits;
};

struct Explained {
  std::string message;
  std::string profile;
  std::vector<ExplainedValue> values;      ///< at `path`; of everything when there is no path and no why_not
  std::vector<ExplainedAbsence> absences;  ///< why there is none at `why_not`, or at `path`
  std::vector<std::string>
      similar;  ///< places that may have been meant, when the schemas do not know the requested one
  std::vector<Finding> findings;  ///< of an input that is not valid, or is not translated
  std::size_t findings_left_out = 0;
  SourceLines lines;
  bool fault = false;
};

/// A value that came back different.
struct Difference {
  std::string path;
  std::string kind;  ///< "value", "missing", "added"
};

struct RoundTrip {
  std::string message;
  std::string profile;
  bool equal = false;
  std::vector<Difference> differences;
  std::vector<Finding> findings;
  SourceLines lines;
  bool fault = false;
};

struct Engine;

/// What reads XML. `fast` knows the schemas and accepts valid input; `reference` (Xerces-C++) reads
/// everything it does not accept, so that both give the same findings.
enum class XmlReader : std::uint8_t { fast, reference };

/// Open it once and share it: it is immutable and safe to use from several threads. Copies share one engine.
class Gateway {
 public:
  /// `data_folder`: a folder with the repository's layout, used instead of the built-in data; "" = built in.
  /// Error: what is wrong with it.
  static tl::expected<Gateway, std::string> open(const std::string& data_folder = {},
                                                 XmlReader reader = XmlReader::fast);

  // Each takes one input, or the parts of a bundle from several files (documents and supplement).
  Checked validate(std::string_view bytes, const ValidateOptions& options = {}) const {
    return validate(std::vector<std::string>{std::string(bytes)}, options);
  }
  Checked validate(const std::vector<std::string>& parts, const ValidateOptions& options = {}) const;
  /// An input that is not valid against its schema is not translated: the findings say why.
  Translated translate(std::string_view bytes, const TranslateOptions& options = {}) const {
    return translate(std::vector<std::string>{std::string(bytes)}, options);
  }
  Translated translate(const std::vector<std::string>& parts, const TranslateOptions& options = {}) const;

  // The same with constant memory, when the input is one BIM message in XML whose mapping
  // and rules look at one record at a time; any other input is read as a whole, within its limits. The
  // results are the same as for the whole input. Error: why it could not be read.
  tl::expected<Checked, std::string> validate(const Pull& pull, const ValidateOptions& options,
                                              const Streaming& streaming) const;
  tl::expected<Translated, std::string> translate(const Pull& pull, const TranslateOptions& options,
                                                  const StreamedOutput& output,
                                                  const Streaming& streaming) const;

  RoundTrip round_trip(std::string_view bytes, const RoundTripOptions& options = {}) const {
    return round_trip(std::vector<std::string>{std::string(bytes)}, options);
  }
  RoundTrip round_trip(const std::vector<std::string>& parts, const RoundTripOptions& options = {}) const;

  /// The differences between two messages or bundles in the XSD value space; XML and JSON may be mixed.
  Compared diff(const std::vector<std::string>& first, const std::vector<std::string>& second,
                const DiffOptions& options = {}) const;

  /// Where the values of a translation come from, by which rule; or why there is none.
  Explained explain(const std::vector<std::string>& parts, const ExplainOptions& options = {}) const;

  /// Ids of the CIM profiles, the default first.
  std::vector<std::string> profiles() const;

  /// For the fronts in this repository.
  const Engine& engine() const { return *engine_; }

 private:
  explicit Gateway(std::shared_ptr<const Engine> engine) : engine_(std::move(engine)) {}
  std::shared_ptr<const Engine> engine_;
};

}  // namespace cimgate
