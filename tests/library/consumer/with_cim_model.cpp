#include <cimgate/cim_model/document.hpp>
#include <fstream>
#include <iostream>
#include <iterator>

int main(int, char** names) {
  std::ifstream file(names[1], std::ios::binary);
  const auto document = cimgate::cim::parse(std::string(std::istreambuf_iterator<char>(file), {}));
  if (!document) return 1;
  std::cout << cimgate::cim::serialize(*document).value().size() << '\n';
}
