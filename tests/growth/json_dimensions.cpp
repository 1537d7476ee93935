#include "../cli/process.hpp"
#include "../hostile/json_value.hpp"
#include "measure.hpp"

namespace cimgate::test {
namespace {

using std::to_string;
using Text = std::function<std::string(std::size_t n)>;

const std::string values = "examples/cim/metering-values.json";
const std::string start_of_supply = "examples/cim/change-of-supplier.json";
const std::string move_in = "examples/cim/bundle-move-in.json";

std::string example(const std::string& path) {
  return read_file(source_folder() / path);
}

/// Puts something behind the first occurrence of `mark`.
std::string behind(std::string text, const std::string& mark, const std::string& what) {
  return text.insert(text.find(mark) + mark.size(), what);
}

std::string numbered(std::size_t i) {
  auto number = to_string(i);
  return std::string(12 - number.size(), '0') + number;
}

Dimension of(std::string name, std::size_t n, std::vector<std::string> verb, Text text) {
  name = "JSON: " + name + " (" + verb.front() + ")";
  return of_command(std::move(name), n,
                    [verb = std::move(verb), text = std::move(text)](std::size_t size, const auto& folder) {
                      write_file(folder / "in.json", text(size));
                      auto arguments = verb;
                      arguments.push_back("in.json");
                      return arguments;
                    });
}

Text in_document(const std::function<std::string(std::size_t)>& one) {
  return
      [=](std::size_t n) { return behind(example(start_of_supply), "_MarketDocument\": {", repeat(n, one)); };
}

Text values_with(const std::function<std::string(std::size_t)>& series) {
  return [=](std::size_t n) { return behind(example(values), "\"Series\": [", repeat(n, series)); };
}

std::string series(std::size_t i, const std::string& quantity) {
  return "{\"mRID\": \"169dad53-00d8-4540-9e1c-" + numbered(i) +
         "\", \"marketEvaluationPoint.mRID\": {\"codingScheme\": \"A10\", \"value\": "
         "\"707057599000302581\"}, "
         "\"marketEvaluationPoint.type\": {\"value\": \"E17\"}, \"registration_DateAndOrTime.dateTime\": "
         "\"2026-07-15T11:05:00Z\", \"product\": \"8716867000030\", \"quantity_Measure_Unit.name\": "
         "{\"value\": "
         "\"KWH\"}, \"Period\": {\"resolution\": \"PT1H\", \"timeInterval\": {\"start\": {\"value\": "
         "\"2026-07-15T08:00Z\"}, \"end\": {\"value\": \"2026-07-15T11:00Z\"}}, \"Point\": [{\"position\": "
         "{\"value\": 1}, \"quantity\": " +
         quantity + ", \"quality\": {\"value\": \"A04\"}}]}},";
}

Text supplement_with(const std::function<std::string(std::size_t)>& entry) {
  return [=](std::size_t n) { return behind(example(move_in), "\"entries\": [", repeat(n, entry)); };
}

}  // namespace

std::vector<Dimension> json_dimensions() {
  const std::vector<std::string> validate = {"validate"};
  const std::vector<std::string> translate = {"translate"};
  const std::vector<std::string> round_trip = {"roundtrip"};
  const auto point = [](std::size_t i) {
    return "{\"position\": {\"value\": " + to_string(i + 4) +
           "}, \"quantity\": 0.21, \"quality\": {\"value\": \"A04\"}},";
  };
  const auto points = [=](std::size_t n) {
    return behind(example(values), "\"Point\": [", repeat(n, point));
  };
  const auto nested = [](const std::string& open, const std::string& close) -> Text {
    return [=](std::size_t n) {
      return behind(example(start_of_supply), "_MarketDocument\": {",
                    "\"a\": " + repeat(n, [&](std::size_t) { return open; }) + "1" +
                        repeat(n, [&](std::size_t) { return close; }) + ",");
    };
  };
  const auto path_entry = [](const std::string& path, const std::string& rest) {
    return "{\"path\": \"" + path + "\", " + rest + ", \"reason\": \"r\"},";
  };
  return {
      of("members that are unknown", 10'000, validate,
         in_document([](std::size_t i) { return "\"m" + to_string(i) + "\": 1,"; })),
      of("members that are unknown", 10'000, translate,
         in_document([](std::size_t i) { return "\"m" + to_string(i) + "\": 1,"; })),
      of("a member over and over", 20'000, validate,
         in_document([](std::size_t) { return "\"mRID\": \"x\","; })),
      of("a member that is unknown over and over", 20'000, validate,
         in_document([](std::size_t) { return "\"m\": {\"a\": 1},"; })),
      of("objects with members that are unknown", 300, validate, in_document([](std::size_t i) {
           return "\"m" + to_string(i) + "\": {" +
                  repeat(100, [](std::size_t k) { return "\"k" + to_string(k) + "\": 1,"; }) + "\"z\": 1},";
         })),
      of("members of the bundle", 20'000, validate,
         [](std::size_t n) {
           return "{" + repeat(n, [](std::size_t i) { return "\"m" + to_string(i) + "\": {},"; }) +
                  "\"documents\": []}";
         }),
      of("depth of arrays", 100'000, validate, nested("[", "]")),
      of("depth of objects", 100'000, validate, nested("{\"a\":", "}")),
      of("brackets that are not closed", 200'000, validate, nested("[", "")),
      of("a string", 1'000'000, validate,
         [](std::size_t n) { return behind(example(start_of_supply), "\"mRID\": \"", std::string(n, 'x')); }),
      of("escapes of a string", 200'000, validate,
         [](std::size_t n) {
           return behind(example(start_of_supply), "\"mRID\": \"",
                         repeat(n, [](std::size_t) { return "\\u0041"; }));
         }),
      of("findings in one line", 400, {"validate", "--report", "html=h"},
         [](std::size_t n) {
           return "{\"RequestChangeOfSupplier_MarketDocument\":{" +
                  repeat(n,
                         [](std::size_t i) {
                           return "\"m" + to_string(i) + "\":\"" + std::string(8000, 'x') + "\",";
                         }) +
                  "\"z\":1}}";
         }),
      of("a name", 500'000, validate,
         [](std::size_t n) {
           return behind(example(start_of_supply), "_MarketDocument\": {",
                         "\"" + std::string(n, 'x') + "\": 1,");
         }),
      of("names that are long", 300, validate,
         in_document([](std::size_t i) { return "\"" + std::string(1000, 'x') + to_string(i) + "\": 1,"; })),
      of("digits of a number", 200'000, validate,
         [](std::size_t n) { return behind(example(values), "\"quantity\": ", std::string(n, '1')); }),
      of("digits of a number, translated,", 100'000, translate,
         [](std::size_t n) { return behind(example(values), "\"quantity\": ", "1" + std::string(n, '0')); }),
      of("white space", 1'000'000, validate,
         [](std::size_t n) { return std::string(n, ' ') + example(values); }),
      of("items of a list", 20'000, validate, in_document([](std::size_t i) {
           return i == 0 ? std::string("\"MktActivityRecord\": [{}],") : std::string("\"type\": [1,2],");
         })),
      of("points", 10'000, validate, points),
      // A record has up to 9999 of them; what is beyond is told, up to the limit of findings.
      of("points", 4900, translate, points),
      of("points that are too many", 80'000, translate, points),
      of("points", 5'000, round_trip, points),
      of("series", 8000, validate, values_with([](std::size_t i) { return series(i, "0.21"); })),
      of("series", 3000, translate, values_with([](std::size_t i) { return series(i, "0.21"); })),
      of("series", 3000, round_trip, values_with([](std::size_t i) { return series(i, "0.21"); })),
      of("series", 3000, {"explain"}, values_with([](std::size_t i) { return series(i, "0.21"); })),
      of("series", 3000, {"check"}, values_with([](std::size_t i) { return series(i, "0.21"); })),
      of("series with a number that is none", 3000, validate,
         values_with([](std::size_t i) { return series(i, "\"x\""); })),
      of("series with an exponent", 3000, translate,
         values_with([](std::size_t i) { return series(i, "21e-2"); })),
      of("series that are empty", 20'000, validate, values_with([](std::size_t) { return "{},"; })),
      of("series that are numbers", 50'000, validate, values_with([](std::size_t) { return "1,"; })),
      of("documents of a bundle", 500, validate,
         [](std::size_t n) {
           const auto one = example(start_of_supply);
           return "{\"documents\": [" + repeat(n, [&](std::size_t) { return one + ","; }) + one + "]}";
         }),
      of("documents of a bundle", 500, translate,
         [](std::size_t n) {
           const auto one = example(start_of_supply);
           return "{\"documents\": [" + repeat(n, [&](std::size_t) { return one + ","; }) + one + "]}";
         }),
      of("documents of a bundle that are empty", 20'000, validate,
         [](std::size_t n) {
           return "{\"documents\": [" + repeat(n, [&](std::size_t) { return "{},"; }) + "{}]}";
         }),
      of("entries of a supplement", 5000, translate, supplement_with([=](std::size_t i) {
           return path_entry("PayloadMPEvent[" + to_string(i + 2) + "]/StartOfOccurrence",
                             "\"value\": \"x\"");
         })),
      of("entries of one path", 5000, translate, supplement_with([=](std::size_t) {
           return path_entry("PayloadMPEvent/StartOfOccurrence", "\"value\": \"2026-12-07T00:00:00+01:00\"");
         })),
      of("entries of one path", 3000, round_trip, supplement_with([=](std::size_t) {
           return path_entry("PayloadMPEvent/StartOfOccurrence", "\"value\": \"2026-12-07T00:00:00+01:00\"");
         })),
      of("entries of paths that are unknown", 5000, translate, supplement_with([=](std::size_t i) {
           return path_entry("Nope" + to_string(i), "\"value\": \"x\"");
         })),
      of("entries that choose", 5000, translate, supplement_with([=](std::size_t i) {
           return path_entry("PayloadMPEvent", "\"choice\": \"C" + to_string(i) + "\"");
         })),
      of("entries that are numbers", 20'000, validate, supplement_with([](std::size_t) { return "1,"; })),
      of("numbers of an order", 20'000, translate,
         [](std::size_t n) {
           return behind(example(move_in), "\"entries\": [",
                         "{\"path\": \"PayloadMPEvent\", \"order\": [" + repeat(n, [](std::size_t i) {
                           return to_string(i + 2) + ",";
                         }) + "1], \"reason\": \"r\"},");
         }),
      of("steps of a path", 20'000, translate,
         [=](std::size_t n) {
           return behind(example(move_in), "\"entries\": [",
                         path_entry(repeat(n, [](std::size_t) { return "a/"; }) + "b", "\"value\": \"x\""));
         }),
      // An input of the same size whatever n is: what stands in it must not be counted out.
      of("the end of a range", 10'000, translate,
         [=](std::size_t n) {
           return behind(example(move_in), "\"entries\": [",
                         path_entry("PayloadMPEvent[1.." + to_string(n * 1000) + "]/StartOfOccurrence",
                                    "\"value\": \"x\""));
         }),
      of("an exponent", 100'000, translate,
         [](std::size_t n) {
           return behind(example(values), "\"quantity\": ", "1e" + to_string(n) + ", \"x\": ");
         }),
      of_command(
          "JSON: differences of two documents", 2000,
          [](std::size_t n, const auto& folder) {
            write_file(folder / "a.json", values_with([](std::size_t i) { return series(i, "0.21"); })(n));
            write_file(folder / "b.json", values_with([](std::size_t i) { return series(i, "0.22"); })(n));
            return std::vector<std::string>{"diff", "a.json", "b.json"};
          }),
      of_command("JSON: documents with records in reverse", 2000,
                 [](std::size_t n, const auto& folder) {
                   write_file(folder / "a.json",
                              values_with([](std::size_t i) { return series(i, "0.21"); })(n));
                   write_file(folder / "b.json",
                              values_with([n](std::size_t i) { return series(n - i, "0.21"); })(n));
                   return std::vector<std::string>{"diff", "a.json", "b.json"};
                 }),
  };
}

}  // namespace cimgate::test
