import { computed } from "@preact/signals";
import { DiffView } from "./diff/view";
import { HubView } from "./hub/view";
import { LinksView } from "./links/view";
import { source } from "./message/check";
import { address_of } from "./message/place";
import { MessageView } from "./message/view";
import { Shell } from "./parts/shell";
import { route } from "./route";
import { ReportView } from "./report/view";
import { words } from "./words/language";

const views = ["hub", "diff", "report", "links"] as const;
type View = "message" | (typeof views)[number];
const view = computed<View>(() => views.find((name) => name === route.value[0]) ?? "message");

export function App() {
  const t = words.value;
  const at = view.value;
  return (
    <Shell
      at={at} tagline={t.tagline}
      views={[
        { name: "message", href: address_of(source.value), text: t.view_message },
        { name: "hub", href: "#/hub", text: t.view_hub },
        { name: "links", href: "#/links", text: t.view_links },
        { name: "api", href: "docs", text: t.view_api },
      ]}
    >
      {at === "hub" ? <HubView part={route.value[1] ?? ""} /> : at === "diff" ? <DiffView /> : at === "links" ? <LinksView /> : at === "report" ? <ReportView /> : <MessageView />}
    </Shell>
  );
}
