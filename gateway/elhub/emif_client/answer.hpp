#pragma once
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

#include "gateway/elhub/hub/request.hpp"

/// What a service of EMIF answers, as whoever asked it reads it.
namespace cimgate::emif_client {

struct ResultSet {
  std::string id;                     ///< the outer Identification, by which it is acknowledged
  std::vector<std::string> messages;  ///< each element of ResultDataSet, with all its declarations
};

/// What stands in the Body of an answer: nothing (the message was taken), a fault, a message, or a result
/// set.
struct Answer {
  std::optional<hub::Fault> fault;
  std::string message;  ///< the message in the wrapper of an answer; "" = there is none
  std::optional<ResultSet> result_set;
};

/// Reads an answer, whatever its status was. No document type, no entities, no network; bounded by `most`
/// bytes, and in memory by some ten times that. Error: it is no envelope of SOAP 1.1 with one Body, or what
/// is in that is none of the above.
tl::expected<Answer, std::string> read_answer(std::string_view envelope, std::size_t most);

}  // namespace cimgate::emif_client
