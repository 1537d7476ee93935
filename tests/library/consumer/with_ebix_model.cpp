#include <cimgate/ebix_model/message.hpp>
#include <fstream>
#include <iostream>
#include <iterator>

int main(int, char** names) {
  std::ifstream file(names[1], std::ios::binary);
  const auto message = cimgate::ebix::parse(std::string(std::istreambuf_iterator<char>(file), {}));
  if (!message) return 1;
  if (const auto* request = std::get_if<std::unique_ptr<cimgate::ebix::RequestStartOfSupply>>(&*message))
    std::cout << (*request)->PayloadMPEvent().MeteringPointUsedDomainLocation().Identification() << '\n';
}
