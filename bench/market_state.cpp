// Makes a market of so many metering points, loads it and asks about them:
// cimgate_bench_market FOLDER [POINTS [SEED]]. Leaves market.yaml in the folder, and the database.
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <random>
#include <string>
#include <vector>

#include "gateway/market/field_values.hpp"
#include "gateway/store/load_market.hpp"
#include "gateway/store/stored_market.hpp"

namespace {

using Clock = std::chrono::steady_clock;

double seconds_since(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

/// Digits and their check digit (GS1: weights 3 and 1 in turn from the right).
std::string checked(const std::string& digits) {
  int sum = 0;
  int weight = 3;
  for (auto at = digits.rbegin(); at != digits.rend(); ++at, weight = 4 - weight) sum += (*at - '0') * weight;
  return digits + static_cast<char>('0' + (10 - sum % 10) % 10);
}

std::string point(std::size_t number) {
  return checked(fmt::format("70705750{:09}", number));
}

std::string supplier(std::size_t number) {
  return checked(fmt::format("708000001{:03}", number));
}

constexpr std::size_t suppliers = 100;

/// A market of invented customers: every point has a contract, every third had another one before.
void write_market(const std::string& path, std::size_t points, unsigned seed) {
  std::ofstream out(path);
  std::mt19937 random(seed);
  const std::string area = "50Y0CIMGATE-N-0Q";
  const auto owner = checked("708000000000");
  out << "parties:\n" << fmt::format("  - {{ gln: \"{}\", name: Nett AS, roles: [DDM] }}\n", owner);
  for (std::size_t i = 0; i < suppliers; ++i)
    out << fmt::format("  - {{ gln: \"{}\", name: Kraft {} AS, roles: [DDQ], from: 2019-02-18 }}\n",
                       supplier(i), i);
  out << fmt::format("grid_areas:\n  - {{ id: {}, owner: \"{}\" }}\nbalance_agreements:\n", area, owner);
  for (std::size_t i = 0; i < suppliers; ++i)
    out << fmt::format("  - {{ supplier: \"{}\", grid_area: {}, from: 2019-02-18 }}\n", supplier(i), area);
  out << "customers:\n  - { id: \"313000125\", scheme: \"82\", name: Eksempel AS }\nmetering_points:\n";
  for (std::size_t i = 0; i < points; ++i)
    out << fmt::format(
        "  - {{ gsrn: \"{}\", type: E17, status: {}, settlement: {}, resolution: PT1H, grid_area: {}, "
        "accounting_point: true, blocked_for_switching: false, meter: \"{}\", address: {{ street: Storgata, "
        "building_number: \"{}\", post_code: \"{:04}\", city: STORBYEN }}, from: 2019-02-18 }}\n",
        point(i), random() % 20 == 0 ? "E23" : "E22", random() % 30 == 0 ? "E01" : "E02", area,
        7359990000000000 + i, random() % 200 + 1, random() % 9999);
  out << "contracts:\n";
  const std::string row =
      "  - {{ metering_point: \"{}\", customer: \"313000125\", supplier: \"{}\", role: DDQ, from: {}, to: {} "
      "}}\n";
  for (std::size_t i = 0; i < points; ++i) {
    const bool moved = random() % 3 == 0;
    if (moved)
      out << fmt::format(fmt::runtime(row), point(i), supplier(random() % suppliers), "2019-02-18",
                         "2023-06-01");
    out << fmt::format(fmt::runtime(row), point(i), supplier(random() % suppliers),
                       moved ? "2023-06-01" : "2020-01-01", "null");
  }
}

}  // namespace

int main(int argc, char** argv) {
  using namespace cimgate;
  if (argc < 2) {
    fmt::print(stderr, "usage: cimgate_bench_market FOLDER [POINTS [SEED]]\n");
    return 2;
  }
  const std::string folder = argv[1];
  const std::size_t points = argc > 2 ? std::stoul(argv[2]) : 1'000'000;
  const unsigned seed = argc > 3 ? static_cast<unsigned>(std::stoul(argv[3])) : 1;
  const auto yaml = folder + "/market.yaml";
  const auto database = folder + "/market.db";
  for (const auto* end : {"", "-wal", "-shm"}) std::filesystem::remove(database + end);
  write_market(yaml, points, seed);

  auto start = Clock::now();
  const auto loaded = store::load_market(database, {yaml});
  if (!loaded || !loaded->errors.empty()) {
    fmt::print(stderr, "cannot load: {}\n",
               loaded ? to_string(loaded->errors.list().front()) : loaded.error());
    return 1;
  }
  std::int64_t records = 0;
  for (const auto& count : loaded->counts) records += count.stated;
  const double spent = seconds_since(start);
  fmt::print("load: {} records, {:.0f} MB of YAML, {:.1f} s, {:.0f} records a second\n", records,
             static_cast<double>(std::filesystem::file_size(yaml)) / 1e6, spent,
             static_cast<double>(records) / spent);

  const auto market = store::open_market(database);
  if (!market) {
    fmt::print(stderr, "{}\n", market.error());
    return 1;
  }
  std::mt19937 random(seed);
  const auto day = *rules::parse_day("2026-11-17");
  std::vector<double> times;
  std::size_t found = 0;
  for (int i = 0; i < 100'000; ++i) {
    const auto gsrn = point(random() % points);
    start = Clock::now();
    const auto known = (*market)->metering_point(gsrn, day);
    const auto contracts = (*market)->contracts_of(gsrn);
    times.push_back(seconds_since(start));
    found += known.known() && !contracts.empty() ? 1U : 0U;
  }
  std::sort(times.begin(), times.end());
  fmt::print(
      "look-up of a metering point and its contracts: median {:.1f} µs, 99 of 100 under {:.1f} µs, {} of {} "
      "found\n",
      times[times.size() / 2] * 1e6, times[times.size() * 99 / 100] * 1e6, found, times.size());
  return 0;
}
