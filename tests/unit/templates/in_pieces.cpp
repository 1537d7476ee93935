#include "tests/unit/templates/in_pieces.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <utility>

#include "gateway/engine/engine.hpp"
#include "gateway/templates/message_templates.hpp"
#include "tests/unit/pull_from.hpp"

namespace cimgate::test {

Streamed translate_streamed(const Gateway& gateway, const std::string& bytes, const TranslateOptions& options,
                            bool as_files, const Streaming& streaming) {
  Streamed streamed;
  StreamedOutput output;
  if (as_files)
    output.file = [&](const std::string& name, const std::function<bool(const TakeText&)>& content) {
      std::string text;
      const bool good = content([&](std::string_view piece) { text += piece; });
      streamed.files.push_back({name, text});
      return good;
    };
  else
    output.whole = [&](std::string_view piece) { streamed.whole += piece; };
  auto result = gateway.translate(pull_from(bytes), options, output, streaming);
  REQUIRE(result.has_value());
  streamed.result = std::move(*result);
  if (!streamed.result.delivered) {
    streamed.whole = streamed.result.whole;
    streamed.files = streamed.result.files;
  }
  return streamed;
}

std::string first_difference(const std::string& a, const std::string& b) {
  std::size_t at = 0;
  while (at < a.size() && at < b.size() && a[at] == b[at]) ++at;
  if (at == a.size() && at == b.size()) return {};
  const std::size_t from = at < 120 ? 0 : at - 120;
  return (from < a.size() ? a.substr(from, 300) : "") + "\n--- but in pieces ---\n" +
         (from < b.size() ? b.substr(from, 300) : "");
}

std::string check_in_pieces(const Gateway& gateway, const std::vector<std::string>& profiles,
                            const std::string& bytes, const std::vector<Streaming>& ways) {
  std::string share;
  for (const auto& profile : profiles)
    for (const auto target : {Target::cim_json, Target::cim_xml})
      for (const bool compact : {false, true}) {
        TranslateOptions options;
        options.profile = profile;
        options.target = target;
        options.compact = compact;
        gateway.engine().templates->forget();
        const auto whole = gateway.translate(bytes, options);
        for (const Streaming& streaming : ways) {
          INFO(profile, target == Target::cim_json ? " JSON" : " XML", compact ? " compact" : "",
               " in batches of ", streaming.batch_bytes);
          const auto streamed = translate_streamed(gateway, bytes, options, false, streaming);
          CHECK(first_difference(whole.whole, streamed.whole) == "");
          const auto& result = streamed.result;
          // Two threads share the records as it comes.
          if (streaming.threads == 0)
            share += (share.empty() ? "" : ", ") + (result.delivered
                                                        ? std::to_string(result.records_by_template) + "+" +
                                                              std::to_string(result.records_by_rules)
                                                        : "-");
          CHECK(result.message == whole.message);
          CHECK(result.fault == whole.fault);
          REQUIRE(result.findings.size() == whole.findings.size());
          for (std::size_t i = 0; i < whole.findings.size(); ++i) {
            CHECK(result.findings[i].rule == whole.findings[i].rule);
            CHECK(result.findings[i].xpath == whole.findings[i].xpath);
            CHECK(result.findings[i].line == whole.findings[i].line);
            CHECK(result.findings[i].text.en == whole.findings[i].text.en);
          }
          const auto as_files = translate_streamed(gateway, bytes, options, true, streaming);
          REQUIRE(as_files.files.size() == whole.files.size());
          for (std::size_t i = 0; i < whole.files.size(); ++i) {
            CHECK(as_files.files[i].name == whole.files[i].name);
            CHECK(first_difference(whole.files[i].text, as_files.files[i].text) == "");
          }
        }
      }
  return share;
}

}  // namespace cimgate::test
