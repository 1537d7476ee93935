#include "gateway/elhub/bridge/metrics.hpp"

#include <fmt/format.h>

namespace cimgate::bridge {
namespace {

std::string head(std::string_view name, std::string_view type, std::string_view help) {
  return fmt::format("# HELP {0} {2}\n# TYPE {0} {1}\n", name, type, help);
}

std::string counter(std::string_view name, std::string_view help, std::uint64_t value) {
  return head(name, "counter", help) + fmt::format("{} {}\n", name, value);
}

std::string by_state(std::string_view name, std::string_view help,
                     const std::vector<std::pair<std::string, std::int64_t>>& counts) {
  auto lines = head(name, "gauge", help);
  for (const auto& [state, count] : counts)
    lines += fmt::format("{}{{state=\"{}\"}} {}\n", name, state, count);
  return lines;
}

}  // namespace

std::string metrics_of(Bridge& bridge) {
  std::string lines;
  bridge.book().read([&](Pages& pages) {
    lines = by_state("cimgate_bridge_outbox", "Outgoing messages by state.", pages.outbox_counts()) +
            by_state("cimgate_bridge_inbox", "Fetched messages by state.", pages.inbox_counts());
  });
  const auto& upstream = bridge.upstream();
  const auto view = upstream.view();
  lines += counter("cimgate_bridge_tries_total", "Messages sent, each try counted.", upstream.tries);
  lines +=
      counter("cimgate_bridge_delivered_total", "Messages that the market said it has.", upstream.delivered);
  lines += counter("cimgate_bridge_put_off_total", "Tries that came to nothing and are repeated.",
                   upstream.put_off);
  lines += counter("cimgate_bridge_failed_total", "Messages that went to the dead letters.", upstream.failed);
  lines += counter("cimgate_bridge_polls_total", "Polls.", upstream.polls);
  lines += counter("cimgate_bridge_poll_troubles_total", "Polls and acknowledgements that came to nothing.",
                   upstream.poll_troubles);
  lines += counter("cimgate_bridge_fetched_total", "Messages fetched for the first time.", upstream.fetched);
  lines += counter("cimgate_bridge_fetched_again_total", "Messages that came again and were there.",
                   upstream.repeated);
  lines += counter("cimgate_bridge_unreadable_total", "Fetched messages without a form in CIM.",
                   upstream.unreadable);
  lines += counter("cimgate_bridge_acknowledged_total", "Result sets acknowledged.", upstream.receipts);
  if (const auto& light = bridge.setting().light) {
    lines += head("cimgate_bridge_usage_611", "gauge",
                  "Use of BRS-NO-611 through the bridge: 0 green, 1 yellow, 2 red.");
    for (const auto& one : light->usage(bridge.setting().now() / 1000))
      lines += fmt::format("cimgate_bridge_usage_611{{party=\"{}\"}} {}\n", one.party,
                           static_cast<int>(one.level));
  }
  if (bridge.setting().broker_source) {
    lines += counter("cimgate_bridge_broker_documents_taken_total",
                     "Documents of a broker that were taken, also those that came again.",
                     upstream.documents_taken);
    lines += counter("cimgate_bridge_broker_documents_refused_total",
                     "Documents of a broker that went to its dead letters.", upstream.documents_refused);
    lines += counter("cimgate_bridge_broker_documents_put_off_total",
                     "Times that documents went back to a broker, or it was not reached.",
                     upstream.documents_put_off);
  }
  if (bridge.setting().broker_sink)
    lines += counter("cimgate_bridge_broker_handed_over_total",
                     "Messages and outcomes that a broker has accepted.", upstream.handed_over);
  if (bridge.setting().webhook) {
    lines +=
        counter("cimgate_bridge_webhook_posts_total", "Messages posted, each try counted.", upstream.posts);
    lines +=
        counter("cimgate_bridge_webhook_taken_total", "Messages that the webhook took.", upstream.posted);
    lines += counter("cimgate_bridge_webhook_put_off_total", "Posts that came to nothing and are repeated.",
                     upstream.posts_put_off);
    lines += counter("cimgate_bridge_webhook_given_up_total",
                     "Messages that are left to be fetched from their queue.", upstream.posts_given_up);
  }
  lines +=
      head("cimgate_bridge_upstream_up", "gauge", "Whether the market answered the last that it was asked.") +
      fmt::format("cimgate_bridge_upstream_up {}\n", view.silent == 0 && view.heard != 0 ? 1 : 0);
  return lines;
}

std::string state_of(Bridge& bridge) {
  const auto view = bridge.upstream().view();
  const auto now = bridge.setting().now();
  if (view.silent != 0)
    return fmt::format("upstream: not heard since {} ({})", utc_text(view.silent), view.why);
  if (view.heard == 0) return "upstream: not asked yet";
  return fmt::format("upstream: heard {} s ago", (now - view.heard) / 1000);
}

}  // namespace cimgate::bridge
