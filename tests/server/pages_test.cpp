#include <doctest/doctest.h>

#include <cstdio>
#include <fstream>
#include <iterator>
#include <sstream>

#include "gateway/server/limits.hpp"
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

/// True when each line of the other text is one of this.
bool has_lines(const std::string& text, const std::string& other) {
  std::istringstream lines(other);
  for (std::string line; std::getline(lines, line);)
    if (("\n" + text + "\n").find("\n" + line + "\n") == std::string::npos) return false;
  return true;
}

TEST_CASE("pages: what they show is what the server says") {
  Service service;
  const auto here = "127.0.0.1:" + std::to_string(service.port());
  std::size_t shown = 0;
  for (const auto* name : {"server.md", "problems.md"}) {
    std::istringstream lines(page(name));
    std::string command, output;
    bool inside = false;
    const auto compare = [&] {
      if (!command.empty() && !output.empty()) {
        CAPTURE(command);
        const bool greeting = command == "cimgate serve";
        const auto got =
            replaced(greeting ? service.greeting() : output_of(replaced(command, "127.0.0.1:8080", here)),
                     here, "127.0.0.1:8080");
        // The page may leave lines of the greeting out; what it shows is said.
        if (greeting)
          CHECK(has_lines(got, output));
        else
          CHECK(without_blank_end(got) == without_blank_end(output));
        ++shown;
      }
      command.clear();
      output.clear();
    };
    for (std::string line; std::getline(lines, line);) {
      if (line.starts_with("```") || (inside && line.starts_with("$ "))) compare();
      if (line.starts_with("```"))
        inside = line == "```console";
      else if (inside && line.starts_with("$ "))
        command = line.substr(2);
      else if (inside)
        output += line + "\n";
    }
  }
  CHECK(shown >= 3);
}

TEST_CASE("pages: every limit has its row, and every problem of the transport") {
  const auto text = page("server.md");
  for (const auto& limit : server::limit_table())
    CHECK(text.find("`--" + std::string(limit.name) + "`") != std::string::npos);
  const auto problems = page("problems.md");
  std::ifstream source(std::string(CIMGATE_SOURCE_DIR) + "/gateway/server/transport_errors.cpp");
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
