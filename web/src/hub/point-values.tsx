import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import * as api from "../api/hub";
import type { StoredSeries } from "../api/types";
import { trouble } from "../parts/trouble";
import { CodeView } from "../parts/code-view";
import type { Editor } from "../parts/editor";
import { pretty } from "../parts/pretty";
import { values_of, type Values } from "../values/read";
import { ValuesView } from "../values/view";
import { words } from "../words/language";
import { last_event, party_name } from "./state";
import { clock_text, long_day } from "./time";

interface Kept {
  values: Values | null;
  left_out: number;
  series: StoredSeries[];
}

/** The values of series that came in messages of their own, each with its line in its message. */
async function values_of_series(series: StoredSeries[], stop: AbortSignal): Promise<Values | null> {
  const values = await values_of(series.map((one) => one.message).join("\n"), "xml", "utf-8", stop);
  if (!values) return null;
  const lengths = series.map(({ message }) => message.split("\n").length);
  const before = lengths.map((_, index) => lengths.slice(0, index).reduce((sum, one) => sum + one, 0));
  values.line = values.line.map((line, row) => line - before[values.series[values.of[row]!]!.record]!);
  return values;
}

/** The message that a value came with, at its line. */
function ItsMessage({ series, line }: { series: StoredSeries; line: number }) {
  const t = words.value.hub;
  const editor = useRef<Editor | null>(null);
  useEffect(() => editor.current?.go_to(line), [series, line]);
  const label = t.value_came(party_name(series.sender), series.process, `${long_day(series.registered)} ${clock_text(series.registered)}`);
  return (
    <section aria-label={label}>
      <p class="soft">{label}</p>
      <div class="step-code"><CodeView text={series.message} form="xml" label={label} readOnly onReady={(made) => (editor.current = made)} /></div>
    </section>
  );
}

/** The metering values that the hub keeps of a point. What was sent again replaces what was there. */
export function PointValues({ gsrn }: { gsrn: string }) {
  const t = words.value.hub;
  const got = useSignal<Kept | { trouble: string } | null>(null);
  const from = useSignal<{ series: StoredSeries; line: number } | null>(null);
  const shown = useRef({ gsrn: "", text: "" });
  // Values may come while somebody looks; as long as they are the same, the view stays as it is.
  useEffect(() => {
    const away = new AbortController();
    if (shown.current.gsrn !== gsrn) got.value = from.value = null;
    void (async () => {
      try {
        const found = await api.values(gsrn, away.signal);
        const text = found.series.map((one) => one.message).join("\n");
        if (got.value && "values" in got.value && shown.current.gsrn === gsrn && shown.current.text === text) return;
        const series = found.series.map((one) => ({ ...one, message: pretty(one.message, "xml") }));
        const values = await values_of_series(series, away.signal);
        shown.current = { gsrn, text };
        from.value = null;
        got.value = { values, left_out: found.leftOut, series };
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
      <ValuesView values={now.values} onLine={(line, row) => (from.value = { series: now.series[now.values!.series[now.values!.of[row]!]!.record]!, line })} />
      {from.value && <ItsMessage {...from.value} />}
      {now.left_out > 0 && <p class="soft">{t.values_left_out(now.left_out)}</p>}
    </section>
  );
}
