#include "../cli/process.hpp"
#include "measure.hpp"

namespace cimgate::test {
namespace {

using std::to_string;
using Text = std::function<std::string(std::size_t n)>;

const std::string start_of_supply = "examples/RequestStartOfSupply/valid/change-of-supplier.xml";
const std::string values = "examples/CollectedData/valid/hours-23.xml";

std::string example(const std::string& path) {
  return read_file(source_folder() / path);
}

/// The example with something before the first occurrence of `mark`, or in its place.
std::string before(std::string text, const std::string& mark, const std::string& what) {
  return text.insert(text.find(mark), what);
}
std::string in_place_of(std::string text, const std::string& from, const std::string& to,
                        const std::string& what) {
  const auto begin = text.find(from);
  return text.replace(begin, text.find(to, begin) + to.size() - begin, what);
}
std::string element(const std::string& text, const std::string& name) {
  const auto begin = text.find("<" + name);
  const auto end = "</" + name + ">";
  return text.substr(begin, text.find(end, begin) + end.size() - begin);
}
std::string replaced(std::string text, const std::string& from, const std::string& to) {
  for (auto at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size()))
    text.replace(at, from.size(), to);
  return text;
}
std::string numbered(std::size_t i) {
  auto number = to_string(i);
  return std::string(12 - number.size(), '0') + number;
}

Dimension of(std::string name, std::size_t n, std::vector<std::string> verb, Text text) {
  name += " (" + verb.front() + ")";
  return of_command(std::move(name), n,
                    [verb = std::move(verb), text = std::move(text)](std::size_t size, const auto& folder) {
                      write_file(folder / "in.xml", text(size));
                      auto arguments = verb;
                      arguments.push_back("in.xml");
                      return arguments;
                    });
}

Text attributes_on(const std::string& mark, const std::string& path = start_of_supply) {
  return [=](std::size_t n) {
    const auto text = example(path);
    const auto at = text.find_first_of(" />", text.find(mark) + mark.size() - 1);
    return text.substr(0, at) + repeat(n, [](std::size_t i) { return " p" + to_string(i) + "='u'"; }) +
           text.substr(at);
  };
}

/// A series of values n times, each with ids of its own.
Text series(const std::function<std::string(std::string, std::size_t)>& change = {}) {
  return [=](std::size_t n) {
    const auto text = example(values);
    const std::string name = "rsm:PayloadEnergyTimeSeries";
    const auto one = element(text, name);
    return in_place_of(text, "<" + name, "</" + name + ">", repeat(n, [&](std::size_t i) {
                         auto made = replaced(one, "be4f93e45aeb", numbered(i));
                         return change ? change(std::move(made), i) : made;
                       }));
  };
}

/// n readings in one series.
Text readings(const std::function<std::string(std::size_t)>& one) {
  return [=](std::size_t n) {
    const auto text = example(values);
    const auto begin = text.find("<abie:Observation ");
    const auto end = text.rfind("</abie:Observation>");
    return text.substr(0, begin) + repeat(n, one) +
           text.substr(end + std::string("</abie:Observation>").size());
  };
}

}  // namespace

std::vector<Dimension> xml_dimensions() {
  const std::vector<std::string> validate = {"validate"};
  const std::vector<std::string> translate = {"translate"};
  const std::vector<std::string> round_trip = {"roundtrip"};
  const std::vector<std::string> reference = {"validate", "--level", "schema"};
  const std::string soap = "examples/RequestStartOfSupply/valid/change-of-supplier-soap.xml";
  const auto in_root = [](const std::function<std::string(std::size_t)>& one) -> Text {
    return [=](std::size_t n) {
      return before(example(start_of_supply), "<rsm:ProcessEnergyContext>", repeat(n, one));
    };
  };
  const auto in_name = [](const std::function<std::string(std::size_t)>& one) -> Text {
    return [=](std::size_t n) { return before(example(start_of_supply), "Sølvåsen Bakeri", repeat(n, one)); };
  };
  const auto fixed = [](std::string text) { return [text = std::move(text)](std::size_t) { return text; }; };
  const auto nested = [](const std::string& open, const std::string& close) -> Text {
    return [=](std::size_t n) {
      return before(
          example(start_of_supply), "<rsm:ProcessEnergyContext>",
          repeat(n, [&](std::size_t) { return open; }) + repeat(n, [&](std::size_t) { return close; }));
    };
  };
  return {
      of("attributes of the root", 20'000, validate, attributes_on("<rsm:RequestStartOfSupply")),
      of("attributes of the root", 20'000, translate, attributes_on("<rsm:RequestStartOfSupply")),
      of("attributes of a leaf", 20'000, validate, attributes_on("<abie:Name")),
      of("attributes of the Envelope", 20'000, validate, attributes_on("<soapenv:Envelope", soap)),
      of("attributes of the Body", 20'000, validate, attributes_on("<soapenv:Body", soap)),
      of("attributes of the wrapper", 20'000, validate,
         attributes_on("<mp:RequestStartOfSupplyRequest", soap)),
      of("elements with many attributes each", 150, validate, in_root([](std::size_t) {
           return "<a" +
                  repeat(250,
                         [](std::size_t i) { return " p" + to_string(i) + "='u" + to_string(i) + "'"; }) +
                  "/>";
         })),
      of("names of attributes", 10'000, validate,
         in_root([](std::size_t i) { return "<a p" + to_string(i) + "='u'/>"; })),
      of("declarations of namespaces in one tag", 10'000, validate,
         [](std::size_t n) {
           return before(example(start_of_supply), "xmlns:rsm", repeat(n, [](std::size_t i) {
                           return "xmlns:n" + to_string(i) + "='urn:" + to_string(i) + "' ";
                         }));
         }),
      of("declarations of namespaces in many tags", 10'000, validate,
         in_root([](std::size_t i) { return "<n:a xmlns:n='urn:" + to_string(i) + "'/>"; })),
      of("prefixes", 10'000, validate, in_root([](std::size_t i) {
           const auto p = "n" + to_string(i);
           return "<" + p + ":a xmlns:" + p + "='urn:x'/>";
         })),
      of("attributes with prefixes that are not declared", 10'000, validate,
         in_root([](std::size_t i) { return "<a n" + to_string(i) + ":b='1'/>"; })),
      of("names of elements", 20'000, validate,
         in_root([](std::size_t i) { return "<e" + to_string(i) + "/>"; })),
      of("names of elements", 20'000, reference,
         [](std::size_t n) {
           return "<root>" + repeat(n, [](std::size_t i) { return "<e" + to_string(i) + "/>"; }) + "</root>";
         }),
      of("names of elements before a message", 20'000, validate,
         [=](std::size_t n) {
           return before(example(soap), "<soapenv:Body>",
                         repeat(n, [](std::size_t i) { return "<e" + to_string(i) + "/>"; }));
         }),
      of("names of elements in the header", 20'000, validate,
         [](std::size_t n) {
           return in_place_of(example("examples/RequestStartOfSupply/valid/change-of-supplier-soap.xml"),
                              "<soapenv:Header/>", "", "<soapenv:Header>" + repeat(n, [](std::size_t i) {
                                                         return "<e" + to_string(i) + "/>";
                                                       }) + "</soapenv:Header>");
         }),
      of("a header over and over", 20'000, validate, in_root(fixed("<rsm:Header/>"))),
      of("elements that are known, in a wrong place", 20'000, validate,
         in_root(fixed("<abie:Name>x</abie:Name>"))),
      of("depth", 20'000, validate, nested("<a>", "</a>")),
      of("depth of what is known", 20'000, validate, nested("<abie:Communication>", "</abie:Communication>")),
      of("tags that are not closed", 50'000, validate, nested("<a>", "")),
      of("comments", 50'000, validate, in_root(fixed("<!-- c -->"))),
      of("processing instructions", 50'000, validate, in_root(fixed("<?p i?>"))),
      of("white space between elements", 2'000'000, validate, in_root(fixed("\n"))),
      of("white space within a tag", 1'000'000, validate,
         [](std::size_t n) { return before(example(start_of_supply), "xmlns:rsm", std::string(n, ' ')); }),
      of("the text of a value", 2'000'000, validate, in_name(fixed("x"))),
      of("character references", 100'000, validate, in_name(fixed("&#x41;"))),
      of("entity references", 100'000, validate, in_name(fixed("&amp;"))),
      of("sections of CDATA", 50'000, validate, in_name(fixed("<![CDATA[x]]>"))),
      of("comments in a value", 50'000, validate, in_name(fixed("<!---->x"))),
      of("the value of an attribute", 1'000'000, validate,
         [](std::size_t n) {
           return in_place_of(example(start_of_supply), "listAgencyIdentifier=\"6\"", "",
                              "listAgencyIdentifier=\"" + std::string(n, '6') + "\"");
         }),
      of("words of schemaLocation", 50'000, validate,
         [](std::size_t n) {
           return before(example(start_of_supply), "xmlns:rsm",
                         "xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" xsi:schemaLocation=\"" +
                             repeat(n, [](std::size_t i) { return "urn:" + to_string(i) + " x.xsd "; }) +
                             "\" ");
         }),
      of("digits of a number", 200'000, validate,
         [](std::size_t n) {
           return replaced(example(values), "<abie:Metered>0.367<",
                           "<abie:Metered>" + std::string(n, '9') + "<");
         }),
      of("digits of a year", 200'000, validate,
         [](std::size_t n) {
           return replaced(example(values), "2026-03-29T00", std::string(n, '9') + "-03-29T00");
         }),
      of("digits of a duration", 200'000, validate,
         [](std::size_t n) { return replaced(example(values), "PT1H", "PT" + std::string(n, '9') + "H"); }),
      of("the same record", 5000, validate,
         [](std::size_t n) {
           const auto text = example(start_of_supply);
           const auto one = element(text, "rsm:PayloadMPEvent");
           return before(text, "<rsm:PayloadMPEvent>", repeat(n, [&](std::size_t) { return one; }));
         }),
      of("parts of a record", 10'000, validate,
         [](std::size_t n) {
           const auto text = example(start_of_supply);
           const auto one = element(text, "abie:Communication");
           return before(text, "<abie:Communication>", repeat(n, [&](std::size_t) { return one; }));
         }),
      of("parts of a record", 10'000, translate,
         [](std::size_t n) {
           const auto text = example(start_of_supply);
           const auto one = element(text, "abie:Communication");
           return before(text, "<abie:Communication>", repeat(n, [&](std::size_t) { return one; }));
         }),
      of("series", 1500, validate, series()),
      of("series", 1500, translate, series()),
      of("series", 1500, round_trip, series()),
      of("series", 1500, {"roundtrip", "--by-xml"}, series()),
      of("series", 1500, {"explain"}, series()),
      of("series", 1500, {"check"}, series()),
      of("series, translated to XML,", 1500, {"translate", "--to", "cim-xml"}, series()),
      of("series of one id", 1500, validate,
         [](std::size_t n) {
           return series([](std::string one, std::size_t) {
             return replaced(one, one.substr(one.find("0f6bacfd"), 36),
                             "0f6bacfd-818f-482e-8480-be4f93e45aeb");
           })(n);
         }),
      of("series with a value that is none", 1500, validate,
         series([](std::string one, std::size_t) { return replaced(one, ">0.367<", ">0,367<"); })),
      of("series with a code that is none", 1500, validate,
         series([](std::string one, std::size_t) { return replaced(one, ">kWh<", ">kvarh<"); })),
      of("series with a check digit that is wrong", 1500, validate, series([](std::string one, std::size_t) {
           return replaced(one, "707057599000100316", "707057599000100317");
         })),
      of("series with a reading too few", 1500, validate, series([](std::string one, std::size_t) {
           return in_place_of(one, "<abie:Observation ", "</abie:Observation>", "");
         })),
      of("series with a reading too few", 700, {"check"}, series([](std::string one, std::size_t) {
           return in_place_of(one, "<abie:Observation ", "</abie:Observation>", "");
         })),
      of("series with an element that is unknown", 1500, validate, series([](std::string one, std::size_t i) {
           return before(one, "<abie:Direction>", "<e" + to_string(i) + "/>");
         })),
      of("series whose resolution is refused", 1500, validate,
         series([](std::string one, std::size_t) { return replaced(one, "PT1H", "PT30M"); })),
      of("readings", 20'000, validate, readings([](std::size_t i) {
           return "<abie:Observation Sequence=\"" + to_string(i + 1) +
                  "\"><abie:Metered>0.302</abie:Metered></abie:Observation>";
         })),
      of("readings", 20'000, translate, readings([](std::size_t i) {
           return "<abie:Observation Sequence=\"" + to_string(i + 1) +
                  "\"><abie:Metered>0.302</abie:Metered></abie:Observation>";
         })),
      of("readings of one number", 20'000, validate, readings([](std::size_t) {
           return "<abie:Observation Sequence=\"1\"><abie:Metered>0.302</abie:Metered></abie:Observation>";
         })),
      of("readings in reverse", 20'000, validate, readings([](std::size_t i) {
           return "<abie:Observation Sequence=\"" + to_string(1'000'000 - i) +
                  "\"><abie:Metered>0.302</abie:Metered></abie:Observation>";
         })),
      of("readings that are wrong", 20'000, validate, readings([](std::size_t) {
           return "<abie:Observation Sequence=\"x\"><abie:Metered>y</abie:Metered></abie:Observation>";
         })),
      of("readings with an attribute that is unknown", 20'000, validate, readings([](std::size_t i) {
           return "<abie:Observation Sequence=\"" + to_string(i + 1) + "\" p" + to_string(i) +
                  "='1'><abie:Metered>0.302</abie:Metered></abie:Observation>";
         })),
      of("readings of which every other is followed by a comment", 10'000, validate,
         readings([](std::size_t i) {
           return "<abie:Observation Sequence=\"" + to_string(i + 1) +
                  "\"><abie:Metered>0.302</abie:Metered></abie:Observation>" +
                  (i % 2 == 0 ? "<!---->" : "\n");
         })),
  };
}

}  // namespace cimgate::test
