#pragma once
#include <string>
#include <vector>

#include "gateway/elhub/users/book.hpp"

namespace cimgate::users {

/// The users and their roles on a day, with what state these are in; null: none are configured. Mail
/// addresses and what tokens call users are left out. `party`: of this organisation alone; "" = of all.
std::string directory_json(const Directory* directory, Day day, const std::string& party = {});
/// A page of acts; `last`: the number to go on behind.
std::string acts_json(const std::vector<Entry>& acts, std::int64_t after);
/// The mistakes of a file, as the member of a problem.
std::string mistakes_json(const std::vector<yaml::Mistake>& mistakes);

}  // namespace cimgate::users
