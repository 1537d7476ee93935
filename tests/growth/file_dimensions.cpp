#include "../cli/process.hpp"
#include "measure.hpp"

namespace cimgate::test {
namespace {

namespace fs = std::filesystem;
using std::to_string;
using Text = std::function<std::string(std::size_t n)>;

std::string example(const std::string& path) {
  return read_file(source_folder() / path);
}

/// A number with the check digit of GLN and GSRN.
std::string with_check_digit(std::string digits) {
  unsigned sum = 0;
  for (std::size_t i = 0; i < digits.size(); ++i)
    sum += static_cast<unsigned>(digits[digits.size() - 1 - i] - '0') * (i % 2 == 0 ? 3 : 1);
  return digits + static_cast<char>('0' + (10 - sum % 10) % 10);
}
std::string padded(std::size_t i, std::size_t width) {
  const auto number = to_string(i);
  return std::string(width - number.size(), '0') + number;
}
std::string gln(std::size_t i) {
  return with_check_digit("70800" + padded(i, 7));
}
std::string gsrn(std::size_t i) {
  return with_check_digit("7070575" + padded(i, 10));
}

Dimension market(std::string name, std::size_t n, Text text) {
  return of_command("market: " + name, n, [text = std::move(text)](std::size_t size, const fs::path& folder) {
    write_file(folder / "market.yaml", text(size));
    return std::vector<std::string>{"market", "load", "market.yaml", "--market", ":memory:"};
  });
}

std::vector<std::string> check_of(const fs::path& folder, std::size_t files, std::vector<std::string> more) {
  const auto text = example("examples/RequestStartOfSupply/invalid/upper-case-uuid.xml");
  for (std::size_t i = 0; i < files; ++i) write_file(folder / "in" / (to_string(i) + ".xml"), text);
  more.insert(more.begin(), {"check", "in"});
  return more;
}

/// A message with as many findings as are kept, so that all of them meet all entries.
std::string many_findings() {
  auto text = example("examples/CollectedData/valid/hours-23.xml");
  const auto at = text.find("<abie:Observation ");
  return text.insert(at, repeat(50, [](std::size_t) { return "<abie:Nope/>"; }));
}

}  // namespace

std::vector<Dimension> file_dimensions() {
  const auto fixed = [](std::string head, std::string one, std::string tail = {}) -> Text {
    return [=](std::size_t n) { return head + repeat(n, [&](std::size_t) { return one; }) + tail; };
  };
  const auto contract = [](std::size_t point, const std::string& from, const std::string& to) {
    return "  - { metering_point: \"" + gsrn(point) + "\", customer: \"313000125\", supplier: \"" + gln(1) +
           "\", role: DDQ, from: " + from + ", to: " + to + " }\n";
  };
  const auto day = [](std::size_t i) {
    return padded(1000 + i / 336, 4) + "-" + padded(1 + i / 28 % 12, 2) + "-" + padded(1 + i % 28, 2);
  };
  return {
      market("parties", 10'000,
             [](std::size_t n) {
               return "parties:\n" + repeat(n, [](std::size_t i) {
                        return "  - { gln: \"" + gln(i) +
                               "\", name: Testnett, roles: [DDQ], from: 2019-02-18 }\n";
                      });
             }),
      market("roles of a party", 20'000,
             fixed("parties:\n  - { gln: \"7080000000003\", name: x, roles: [", "DDQ, ", "DDM] }\n")),
      market("a party over and over", 10'000,
             fixed("parties:\n", "  - { gln: \"7080000000003\", name: x, roles: [DDQ] }\n")),
      market("points", 10'000,
             [](std::size_t n) {
               return "metering_points:\n" + repeat(n, [](std::size_t i) {
                        return "  - { gsrn: \"" + gsrn(i) +
                               "\", type: E17, status: E22, from: 2015-01-01 }\n";
                      });
             }),
      market("periods of a point", 10'000,
             [=](std::size_t n) {
               return "metering_points:\n" + repeat(n, [&](std::size_t i) {
                        return "  - { gsrn: \"" + gsrn(1) + "\", type: E17, from: " + day(i) + " }\n";
                      });
             }),
      market("contracts of a point", 10'000,
             [=](std::size_t n) {
               return "contracts:\n" +
                      repeat(n, [&](std::size_t i) { return contract(1, day(i), day(i + 1)); });
             }),
      market("contracts that overlap", 10'000,
             [=](std::size_t n) {
               return "contracts:\n" + repeat(n, [&](std::size_t i) { return contract(1, day(i), "null"); });
             }),
      market("brackets", 50'000, fixed("parties: ", "[")),
      market("brackets that are closed", 2000,
             [](std::size_t n) { return "parties: " + std::string(n, '[') + std::string(n, ']') + "\n"; }),
      market("braces", 50'000, fixed("parties: ", "{a: ")),
      market("braces within a record", 50'000,
             fixed("metering_points:\n  - { gsrn: \"1\", address: ", "{street: ")),
      market("depth by indentation", 1000,
             [](std::size_t n) {
               return repeat(n, [](std::size_t i) { return std::string(i, ' ') + "a:\n"; });
             }),
      market("lists within lists", 50'000, fixed("parties:\n", "- ")),
      market("question marks", 50'000, fixed("parties:\n", "? ")),
      market("sections that are unknown", 10'000,
             [](std::size_t n) {
               return repeat(n, [](std::size_t i) { return "s" + to_string(i) + ": []\n"; });
             }),
      market("a section over and over", 10'000, fixed("", "parties: []\n")),
      market("fields that are unknown", 10'000,
             [](std::size_t n) {
               return "parties:\n  - {" +
                      repeat(n, [](std::size_t i) { return " f" + to_string(i) + ": 1,"; }) + " name: x }\n";
             }),
      market("mistakes", 10'000, fixed("parties:\n", "  - { gln: x, name: y, roles: [NOPE], nope: 1 }\n")),
      market("records that are numbers", 50'000, fixed("parties:\n", "  - 1\n")),
      market("a text", 2'000'000,
             fixed("parties:\n  - { gln: \"7080000000003\", roles: [DDQ], name: \"", "x", "\" }\n")),
      market("a plain text of many lines", 50'000, fixed("parties:\n  - name: x\n", "    y\n")),
      market("comments", 100'000, fixed("", "# x\n")),
      market("blank lines", 1'000'000, fixed("", "\n", "parties: []\n")),
      market("anchors", 10'000,
             [](std::size_t n) {
               return "parties:\n" +
                      repeat(n, [](std::size_t i) { return "  - &a" + to_string(i) + " x\n"; });
             }),
      market("aliases", 20'000,
             fixed("parties:\n  - &a { gln: \"7080000000003\", roles: [DDQ], name: x }\n", "  - *a\n")),
      market("documents", 20'000, fixed("parties: []\n", "---\nparties: []\n")),
      market("tags", 20'000, fixed("parties:\n", "  - !x y\n")),
      market("directives", 20'000,
             [](std::size_t n) {
               return repeat(n, [](std::size_t i) { return "%TAG !t" + to_string(i) + "! x\n"; }) +
                      "---\nparties: []\n";
             }),
      market("escapes", 100'000, fixed("parties:\n  - { name: \"", "\\u0041", "\" }\n")),
      of_command("files of a check", 100,
                 [](std::size_t n, const fs::path& folder) { return check_of(folder, n, {}); }),
      of_command("files of a check, in SARIF and JUnit,", 100,
                 [](std::size_t n, const fs::path& folder) {
                   return check_of(folder, n,
                                   {"--report", "sarif=s", "--report", "junit=j", "--report", "html=h",
                                    "--report", "markdown=m"});
                 }),
      of_command("one file named over and over", 500,
                 [](std::size_t n, const fs::path& folder) {
                   auto words = check_of(folder, 1, {});
                   words.pop_back();
                   words.insert(words.end(), n, "in/0.xml");
                   return words;
                 }),
      of_command("suppressions", 3000,
                 [](std::size_t n, const fs::path& folder) {
                   write_file(folder / "s.yaml", "suppressions:\n" + repeat(n, [](std::size_t i) {
                                                   return "  - { rule: codes.x" + to_string(i) +
                                                          ", path: \"**/a" + to_string(i) +
                                                          "*b*/**/*.xml\", reason: r, until: 2099-01-01 }\n";
                                                 }));
                   return check_of(folder, 4, {"--suppress", "s.yaml"});
                 }),
      of_command("suppressions that fit", 2000,
                 [](std::size_t n, const fs::path& folder) {
                   write_file(
                       folder / "s.yaml",
                       "suppressions:\n" + repeat(n, [](std::size_t) {
                         return "  - { rule: \"schema.*\", path: \"in/**\", reason: r, until: 2099-01-01 }\n";
                       }));
                   write_file(folder / "in/many.xml", many_findings());
                   return std::vector<std::string>{"check", "in", "--suppress", "s.yaml"};
                 }),
      of_command("stars of a pattern", 30,
                 [](std::size_t n, const fs::path& folder) {
                   write_file(folder / "s.yaml",
                              "suppressions:\n  - { rule: \"" + repeat(n, [](std::size_t) { return "*a"; }) +
                                  "\", path: \"" + repeat(n, [](std::size_t) { return "**/"; }) +
                                  "x\", reason: r, until: 2099-01-01 }\n");
                   fs::path deep = folder / "in";
                   for (int i = 0; i < 40; ++i) deep /= "a";
                   write_file(deep / (std::string(100, 'a') + ".xml"), "<a/>");
                   return std::vector<std::string>{"check", "in", "--suppress", "s.yaml"};
                 }),
      of_command("expectations", 3000,
                 [](std::size_t n, const fs::path& folder) {
                   write_file(folder / "s.yaml", "expected:\n" + repeat(n, [](std::size_t i) {
                                                   return "  - { path: \"a" + to_string(i) +
                                                          "/**\", fails: validate, reason: r }\n";
                                                 }));
                   return check_of(folder, 4, {"--suppress", "s.yaml"});
                 }),
      of_command("entries of a baseline", 10'000,
                 [](std::size_t n, const fs::path& folder) {
                   write_file(
                       folder / "b.yaml",
                       "findings:\n" + repeat(n, [](std::size_t i) {
                         return "  - { file: \"in/" + to_string(i) +
                                ".xml\", rule: \"schema.bad-value\", fingerprint: \"4030df51f2fa21f1:" +
                                to_string(i) + "\" }\n";
                       }));
                   return check_of(folder, 2, {"--baseline", "b.yaml"});
                 }),
      of_command("directives of a baseline", 20'000,
                 [](std::size_t n, const fs::path& folder) {
                   write_file(folder / "b.yaml", repeat(n, [](std::size_t i) {
                                                   return "%TAG !t" + to_string(i) + "! x\n";
                                                 }) + "---\nfindings: []\n");
                   return check_of(folder, 2, {"--baseline", "b.yaml"});
                 }),
      of_command("brackets of a baseline", 50'000,
                 [](std::size_t n, const fs::path& folder) {
                   write_file(folder / "b.yaml", "findings: " + std::string(n, '['));
                   return check_of(folder, 2, {"--baseline", "b.yaml"});
                 }),
      of_command("lines of a usage log", 10'000,
                 [](std::size_t n, const fs::path& folder) {
                   write_file(folder / "log.csv", "time,party,process,metering_point,outcome,purpose\n" +
                                                      repeat(n, [](std::size_t i) {
                                                        return "2026-11-16T09:10:00+01:00," + gln(i) +
                                                               ",BRS-NO-611," + gsrn(i) + ",accepted,Other\n";
                                                      }));
                   return std::vector<std::string>{"check", "--usage", "log.csv"};
                 }),
      of_command("columns of a usage log", 20'000,
                 [](std::size_t n, const fs::path& folder) {
                   write_file(folder / "log.csv", "time,party" + repeat(n, [](std::size_t i) {
                                                    return ",c" + to_string(i);
                                                  }) + "\n");
                   return std::vector<std::string>{"check", "--usage", "log.csv"};
                 }),
      of_command("steps of a pack", 300,
                 [](std::size_t n, const fs::path& folder) {
                   write_file(
                       folder / "pack.yaml",
                       "scenario: X\ntitle: { en: X, nb: X }\nrole: [DDQ]\nprocesses: [BRS-NO-101]\n"
                       "source: { status: assumed, ref: x }\nclock: 2026-06-01T08:00:00+02:00\nsteps:\n" +
                           repeat(n, [](std::size_t i) {
                             return "  - send: RequestStartOfSupply\n    step: s" + to_string(i) +
                                    "\n    as: nobody\n    with: { nope: 1 }\n";
                           }));
                   return std::vector<std::string>{"rehearse", "pack.yaml"};
                 }),
  };
}

}  // namespace cimgate::test
