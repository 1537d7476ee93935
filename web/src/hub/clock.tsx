import { useSignal } from "@preact/signals";
import { words } from "../words/language";
import { clock, move, moving, now_text } from "./state";
import { clock_text, long_day, moment, start_of_day } from "./time";

const step_name = (name: string): string => words.value.hub.step_names[name] ?? name;

/** The hub's time, and the ways to move it. */
export function ClockBar() {
  const t = words.value.hub;
  const at = clock.value;
  // null: nobody has touched it, and it shows the hub's day. A date that is half typed is "".
  const day = useSignal<string | null>(null);
  if (!at) return null;
  const next = at.due[0];
  return (
    <section class="card clock" aria-labelledby="clock">
      <h2 id="clock" class="unseen">{t.clock}</h2>
      <p class="now" data-now={at.now}>
        <span class="unseen">{t.now} {now_text(at)}</span>
        <span aria-hidden="true" class="time">{clock_text(at.now)}</span>
        <span aria-hidden="true" class="day">{long_day(at.now)}</span>
      </p>
      <div class="moves" role="group" aria-label={t.clock}>
        <button type="button" class="main" disabled={moving.value || !at.next} onClick={() => void move({ step: true })} id="clock-step">
          {at.next ? t.step_to(moment(at.next)) : t.no_step}
        </button>
        <button type="button" disabled={moving.value} onClick={() => void move({ by: "P1D" })}>{t.day_on}</button>
        <form
          class="to-date"
          onSubmit={(event) => {
            event.preventDefault();
            if (day.value) void move({ to: start_of_day(day.value) });
          }}
        >
          <label class="inline">
            <span>{t.to_date}</span>
            <input
              type="date" required min={at.day} value={day.value === null ? at.day : undefined} lang={document.documentElement.lang}
              onInput={(event) => (day.value = event.currentTarget.value)}
            />
          </label>
          <button type="submit" disabled={moving.value || !day.value}>{t.go}</button>
        </form>
      </div>
      {next && (
        <details class="due">
          <summary>{t.due_next(step_name(next.step), next.process)} · {t.due(at.due.length)}</summary>
          <div class="scroll" role="group" aria-label={t.due(at.due.length)} tabIndex={0}>
            <table>
              <thead><tr><th scope="col">{t.due_at}</th><th scope="col">{t.due_step}</th><th scope="col">{t.process}</th><th scope="col">{t.metering_point}</th></tr></thead>
              <tbody>
                {at.due.slice(0, 100).map((due, index) => (
                  <tr key={index}>
                    <td>{moment(due.at)}</td><td>{step_name(due.step)}</td><td>{due.process}</td><td class="id">{due.meteringPoint}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        </details>
      )}
    </section>
  );
}
