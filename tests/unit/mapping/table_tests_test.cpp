#include <doctest/doctest.h>

#include "gateway/mapping/table_tests.hpp"

using namespace cimgate;

namespace {

/// A data folder with one more file.
class WithFile final : public resources::Store {
 public:
  WithFile(std::shared_ptr<const resources::Store> base, std::string path, std::string text)
      : base_(std::move(base)), path_(std::move(path)), text_(std::move(text)) {}
  tl::expected<std::string_view, std::string> read(std::string_view path) const override {
    return path == path_ ? std::string_view(text_) : base_->read(path);
  }
  std::vector<std::string> list(std::string_view folder) const override {
    if (folder == "mappings") return {path_};
    return base_->list(folder);
  }

 private:
  std::shared_ptr<const resources::Store> base_;
  std::string path_;
  std::string text_;
};

struct Folder {
  std::shared_ptr<const resources::Store> store = *resources::from_folder(CIMGATE_SOURCE_DIR);
  std::shared_ptr<const schema::Catalog> catalog = *schema::Catalog::open(store);
  std::shared_ptr<const mapping::Translator> translator = mapping::Translator::open(store, catalog);

  std::string failures(const std::string& rows) const {
    const std::string head =
        "message: RequestStartOfSupply\nstart: "
        "examples/RequestStartOfSupply/valid/change-of-supplier.xml\ntests:\n";
    const WithFile with(store, "mappings/x.test.yaml", rows.starts_with("codes") ? rows : head + rows);
    std::string text;
    for (const auto& failure : mapping::run_table_tests(with, *catalog, *translator).failures)
      text += to_string(failure) + '\n';
    return text;
  }
};

bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

TEST_SUITE("mapping tables") {
  TEST_CASE("the tests beside the mappings hold") {
    const Folder folder;
    const auto done = mapping::run_table_tests(*folder.store, *folder.catalog, *folder.translator);
    for (const auto& failure : done.failures) FAIL_CHECK(to_string(failure));
    CHECK(done.rows > 0);
  }

  TEST_CASE("a row that does not hold is told with its place") {
    const Folder folder;
    CHECK(has(
        folder.failures("- { name: a, gives: { RequestChangeOfSupplier_MarketDocument: { type: '414' } } }"),
        "mappings/x.test.yaml:4:"));
    CHECK(has(
        folder.failures("- { name: a, gives: { RequestChangeOfSupplier_MarketDocument: { type: '414' } } }"),
        "type is 392"));
    CHECK(has(
        folder.failures("- { name: a, gives: { RequestChangeOfSupplier_MarketDocument: { tipe: '392' } } }"),
        "tipe"));
    CHECK(has(folder.failures("- { name: a, documents: [ RequestCancellation_MarketDocument ] }"),
              "the documents are"));
    CHECK(has(folder.failures("- { name: a, variant: cancellation }"), "the way taken is request"));
    CHECK(has(folder.failures("- { name: a, supplement: none }"), "there is one"));
    CHECK(has(folder.failures("- { name: a, supplement: { Header/DocumentType: why } }"),
              "is not in the supplement"));
    CHECK(has(folder.failures("- { name: a, policy: nothing of the kind }"), "nothing says so"));
    CHECK(has(folder.failures("- { name: a, set: { Header/Creation: yesterday } }"),
              "not valid as it was changed"));
    CHECK(has(folder.failures("- { name: a, start: examples/none.xml }"), "no file"));
    CHECK(
        has(folder.failures("- { name: a, back: true, refused: translation.unknown, keep-supplement: true }"),
            "it is translated"));
    CHECK(has(folder.failures("- { name: a, back: true }"), "it is not translated"));
    CHECK(has(folder.failures(
                  "- { name: a, back: true, keep-supplement: true, gives: { Header/DocumentType: E02 } }"),
              "Header/DocumentType is 392"));
    CHECK(has(folder.failures("- { name: a, back: true, keep-supplement: true, lost: [ Nothing ] }"),
              "is not told to be lost"));
    CHECK(has(folder.failures("- { name: a, gifs: {} }"), "gifs"));
  }

  TEST_CASE("rows of a code table") {
    const Folder folder;
    CHECK(folder.failures("codes: role\ntests: [ { bim: DDM, cim: DDM, back: DDM } ]").empty());
    CHECK(has(folder.failures("codes: role\ntests: [ { bim: DDM, cim: DDQ } ]"), "DDM becomes DDM, not DDQ"));
    CHECK(has(folder.failures("codes: role\ntests: [ { cim: DDM, back: several } ]"), "leads back to DDM"));
    CHECK(has(folder.failures("codes: rolle\ntests: []"), "no such code table"));
  }
}
