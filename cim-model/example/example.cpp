#include <fstream>
#include <iostream>
#include <iterator>

#include "cimgate/cim_model/document.hpp"
#include "cimgate/model_xml/decimal.hpp"

namespace cim = cimgate::cim;

int main(int, char** arguments) {
  std::ifstream file(arguments[1], std::ios::binary);
  const std::string xml(std::istreambuf_iterator<char>(file), {});

  const auto document = cim::parse(xml, {.profile = cim::Profile::nmeg_no});
  if (!document) {
    std::cerr << document.error().line << ": " << document.error().message << '\n';
    return 1;
  }
  if (const auto* notify = std::get_if<std::unique_ptr<cim::NotifyValidatedMeasureData>>(&*document)) {
    for (const auto& series : (*notify)->Series())
      for (const auto& point : series.Period().Point())
        std::cout << series.marketEvaluationPoint_mRID() << ": " << point.quantity()->text() << ' '
                  << series.quantity_Measure_Unit_name() << '\n';
  }
}
