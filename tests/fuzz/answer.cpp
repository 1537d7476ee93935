#include "gateway/elhub/emif_client/answer.hpp"

#include "gateway/xml/survey.hpp"
#include "tests/fuzz/surfaces.hpp"

namespace cimgate::fuzz {

/// What a market answers: it is read or refused, and each message of it can be read by itself.
void take_answer(std::string_view bytes) {
  constexpr std::size_t most = 1'000'000;
  const auto answer = emif_client::read_answer(bytes, most);
  if (!answer) {
    if (answer.error().empty()) throw Broken("refused without a word");
    return;
  }
  auto messages = answer->result_set ? answer->result_set->messages : std::vector<std::string>();
  if (answer->result_set && answer->result_set->id.empty()) throw Broken("a result set without an id");
  if (!answer->message.empty()) messages.push_back(answer->message);
  if (answer->fault && !messages.empty()) throw Broken("a fault, and messages");
  for (const auto& message : messages) {
    const auto survey = xml::survey_xml(source::SourceText(nullptr, message, 1, 0), {});
    if (!survey || survey->root == std::string_view::npos)
      throw Broken("a message that stands in no document");
    // In an envelope of its own, it is what it was.
    const auto again = emif_client::read_answer(
        "<s:Envelope xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\"><s:Body><a>" +
            message.substr(message.find("?>") + 2) + "</a></s:Body></s:Envelope>",
        most * 20);
    if (!again || again->message != message) throw Broken("a message that changes when it is read again");
  }
}

}  // namespace cimgate::fuzz
