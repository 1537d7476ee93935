import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import * as api from "../api/hub";
import { trouble } from "../message/actions";
import { values_of, type Values } from "../values/read";
import { ValuesView } from "../values/view";
import { words } from "../words/language";
import { last_event } from "./state";

/** The metering values that the hub keeps of a point. What was sent again replaces what was there. */
export function PointValues({ gsrn }: { gsrn: string }) {
  const t = words.value.hub;
  const got = useSignal<{ values: Values | null; left_out: number } | { trouble: string } | null>(null);
  const shown = useRef({ gsrn: "", text: "" });
  // Values may come while somebody looks; as long as they are the same, the view stays as it is.
  useEffect(() => {
    const away = new AbortController();
    if (shown.current.gsrn !== gsrn) got.value = null;
    void (async () => {
      try {
        const found = await api.values(gsrn, away.signal);
        const text = found.series.map((one) => one.message).join("\n");
        if (got.value && "values" in got.value && shown.current.gsrn === gsrn && shown.current.text === text) return;
        const values = await values_of(text, "xml", "utf-8", away.signal);
        shown.current = { gsrn, text };
        got.value = { values, left_out: found.leftOut };
      } catch (error) {
        if (!away.signal.aborted) got.value = { trouble: trouble(error) };
      }
    })();
    return () => away.abort();
  }, [gsrn, last_event.value]);
  const now = got.value;
  if (!now) return <p class="soft">{words.value.loading}</p>;
  if ("trouble" in now) return <p class="soft">{now.trouble}</p>;
  if (!now.values) return <p class="soft">{t.no_values}</p>;
  return (
    <section aria-label={t.values}>
      <h3 class="table-title">{t.values}</h3>
      <ValuesView values={now.values} />
      {now.left_out > 0 && <p class="soft">{t.values_left_out(now.left_out)}</p>}
    </section>
  );
}
