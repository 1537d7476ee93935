#include "gateway/http/limits.hpp"

#include <array>

namespace cimgate::http {
namespace {

constexpr std::uint64_t gigabytes = std::uint64_t{1024} * 1024 * 1024;
constexpr std::uint64_t day = 24 * 60 * 60;

constexpr std::array<LimitInfo, 16> table = {{
    {"threads", "", &Limits::threads, 0, 1024, "Requests worked on at the same time; 0 = one per core"},
    {"max-body", "bytes", &Limits::max_body, 1, 64 * gigabytes,
     "Largest body of a request, after decompression; larger gives 413"},
    {"max-gzip-ratio", "", &Limits::max_gzip_ratio, 1, 1100,
     "How many times its size a gzip body may grow to, after its first MB; more gives 413"},
    {"max-gzip-members", "", &Limits::max_gzip_members, 1, 100000000,
     "Members that a body with gzip may have; more is 413"},
    {"max-header", "bytes", &Limits::max_header, 256, 1024 * 1024,
     "Longest head of a request, its first line included; longer is 431"},
    {"max-target", "bytes", &Limits::max_target, 64, 1024 * 1024,
     "Longest path with its query; longer is 414"},
    {"max-in-flight", "bytes", &Limits::max_in_flight, 1, 1024 * gigabytes,
     "Bytes of all request bodies in memory; more gives 503"},
    {"max-queue", "", &Limits::max_queue, 0, 1000000, "Requests that wait for a worker; more give 503"},
    {"max-connections", "", &Limits::max_connections, 1, 1000000, "Open connections; more give 503"},
    {"header-timeout", "seconds", &Limits::header_timeout, 1, day,
     "From the first byte of a request to the end of its head; later is 408"},
    {"body-timeout", "seconds", &Limits::body_timeout, 1, day,
     "Pause between two pieces of a body; longer is 408"},
    {"min-body-rate", "bytes/second", &Limits::min_body_rate, 0, gigabytes,
     "Mean speed of a body once body-timeout has passed; slower is 408"},
    {"max-body-time", "seconds", &Limits::max_body_time, 1, day,
     "Time for a whole body: what is announced sets the mean speed that it must keep; slower is 408"},
    {"write-timeout", "seconds", &Limits::write_timeout, 1, day,
     "Pause in which the other end takes nothing of an answer; longer closes the connection"},
    {"keep-alive", "seconds", &Limits::keep_alive, 1, day,
     "Time a connection may stay open between two requests"},
    {"stop-timeout", "seconds", &Limits::stop_timeout, 0, day,
     "Time for requests in flight to end after SIGTERM"},
}};

}  // namespace

std::span<const LimitInfo> limit_table() {
  return table;
}

}  // namespace cimgate::http
