#include "gateway/http/json_answer.hpp"

#include <utility>

namespace cimgate::http {

Answer json_answer(std::string body, std::uint16_t status) {
  Answer answer;
  answer.status = status;
  answer.content_type = "application/json";
  answer.body = std::move(body);
  return answer;
}

}  // namespace cimgate::http
