import { Shell } from "../parts/shell";
import { route } from "../route";
import { words } from "../words/language";
import { Operations } from "./view";

/** The page of `cimgate bridge`. */
export function App() {
  const t = words.value;
  return (
    <Shell
      at="operations" tagline={t.bridge.tagline}
      views={[{ name: "operations", href: "#/", text: t.bridge.heading }, { name: "api", href: "docs", text: t.view_api }]}
    >
      <Operations part={route.value[0] ?? ""} />
    </Shell>
  );
}
