// As precompiled.hpp, for whoever builds everything once: with what many rooms know of each other.
#include <array>
#include <atomic>
#include <chrono>
#include <mutex>
#include <thread>
#include <variant>

#include "cimgate/gateway.hpp"
#include "cmake/precompiled.hpp"
#include "gateway/engine/engine.hpp"
#include "gateway/http/route.hpp"
#include "gateway/json/out.hpp"
#include "gateway/market/market.hpp"
