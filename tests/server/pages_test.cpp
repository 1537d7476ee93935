#include <doctest/doctest.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <regex>
#include <sstream>

#include "gateway/http/limits.hpp"
#include "service.hpp"

namespace cimgate::test {
namespace {

std::string page(const std::string& name) {
  std::ifstream file(std::string(CIMGATE_SOURCE_DIR) + "/docs/" + name);
  return {std::istreambuf_iterator<char>(file), {}};
}

std::string replaced(std::string text, const std::string& what, const std::string& with) {
  for (auto at = text.find(what); at != std::string::npos; at = text.find(what, at + with.size()))
    text.replace(at, what.size(), with);
  return text;
}

std::string output_of(const std::string& command) {
  std::string text;
  auto* pipe = ::popen(("cd " CIMGATE_SOURCE_DIR " && { " + command + "; } 2>&1").c_str(), "r");
  char piece[4096];
  for (std::size_t size = 0; (size = std::fread(piece, 1, sizeof piece, pipe)) > 0;) text.append(piece, size);
  ::pclose(pipe);
  return text;
}

std::string without_blank_end(std::string text) {
  while (text.ends_with('\n')) text.pop_back();
  return text;
}

/// Ids that the hub makes differ from one hub to the next.
std::string without_ids(const std::string& text) {
  static const std::regex id("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");
  return std::regex_replace(text, id, "(id)");
}

struct Shown {
  std::string command;
  std::string output;
};

/// What stands in the console blocks of a page.
std::vector<Shown> shown_on(const std::string& text) {
  std::vector<Shown> all;
  std::istringstream lines(text);
  bool inside = false;
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with("```"))
      inside = line == "```console";
    else if (inside && line.starts_with("$ "))
      all.push_back({line.substr(2), {}});
    else if (inside && !all.empty())
      all.back().output += line + "\n";
  }
  return all;
}

std::vector<std::string> words_of(const std::string& text) {
  std::istringstream words(text);
  return {std::istream_iterator<std::string>(words), {}};
}

/// The pages on which a server is started, or asked: each has one of its own, to which its commands go in
/// their order.
TEST_CASE("pages: what they show is what the server says") {
  const std::string serve = "cimgate serve";
  std::filesystem::current_path(CIMGATE_SOURCE_DIR);  // files are named from there
  std::size_t compared = 0;
  for (const auto& entry : std::filesystem::directory_iterator(CIMGATE_SOURCE_DIR "/docs")) {
    if (entry.path().extension() != ".md") continue;
    const auto shown = shown_on(page(entry.path().filename().string()));
    const auto talks = [&](const Shown& run) {
      return run.command.starts_with(serve) || run.command.find("127.0.0.1:8080") != std::string::npos;
    };
    const auto first = std::find_if(shown.begin(), shown.end(), talks);
    if (first == shown.end()) continue;
    CAPTURE(entry.path().string());
    Service service(first->command.starts_with(serve) ? words_of(first->command.substr(serve.size()))
                                                      : std::vector<std::string>());
    const auto here = "127.0.0.1:" + std::to_string(service.port());
    for (const auto& run : shown) {
      if (!talks(run)) continue;
      CAPTURE(run.command);
      const auto got = run.command.starts_with(serve)
                           ? service.greeting()
                           : output_of(replaced(run.command, "127.0.0.1:8080", here));
      CHECK(without_ids(without_blank_end(replaced(got, here, "127.0.0.1:8080"))) ==
            without_ids(without_blank_end(run.output)));
      ++compared;
    }
  }
  CHECK(compared >= 8);
}

TEST_CASE("pages: every limit has its row, and every problem of the transport") {
  const auto text = page("server.md");
  for (const auto& limit : http::limit_table())
    CHECK(text.find("`--" + std::string(limit.name) + "`") != std::string::npos);
  const auto problems = page("problems.md");
  std::ifstream source(std::string(CIMGATE_SOURCE_DIR) + "/gateway/http/transport_errors.cpp");
  const std::string code{std::istreambuf_iterator<char>(source), {}};
  // {400, "bad-request", …
  std::size_t found = 0;
  for (auto at = code.find("return {"); at != std::string::npos; at = code.find("return {", at + 1)) {
    const auto open = code.find('"', at) + 1;
    const auto type = code.substr(open, code.find('"', open) - open);
    CHECK_MESSAGE(problems.find("`" + type + "`") != std::string::npos, type);
    ++found;
  }
  CHECK(found >= 20);
}

}  // namespace
}  // namespace cimgate::test
