// Headers that most sources include: compiled once a target. Sources still include what they use.
#include <algorithm>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

#if __has_include(<fmt/format.h>)
#include <fmt/format.h>
#endif
