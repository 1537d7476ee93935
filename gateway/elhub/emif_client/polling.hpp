#pragma once
#include <string>

/// The messages with which a party fetches what waits for it. Source: BIM, PollForData and Acknowledgement;
/// WSDLs of polling (EMIF 2.4.3).
namespace cimgate::emif_client {

struct Asker {
  std::string physical_sender;  ///< GLN of whoever signs
  std::string party;            ///< GLN whose queue is meant
  std::string role;             ///< DDQ, DDM, …
  std::string recipient;        ///< GLN of Elhub
};

/// `id`: a new one each time. `at`: a time with zone.
std::string poll_message(const Asker& asker, const std::string& id, const std::string& at);
/// `result_set`: the outer Identification of what was fetched.
std::string receipt_message(const Asker& asker, const std::string& id, const std::string& at,
                            const std::string& result_set);

}  // namespace cimgate::emif_client
