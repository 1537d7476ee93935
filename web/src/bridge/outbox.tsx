import { words } from "../words/language";
import { MessageList } from "./list";
import { outbox, outbox_at, state } from "./state";
import { Ago, At } from "./time";

export const state_tones: Record<string, string> = {
  accepted: "info", sent: "valid", answered: "valid", failed: "error",
  waiting: "info", "handed-out": "info", done: "valid", unreadable: "error",
};

export function Outbox() {
  const t = words.value.bridge;
  const now = state.value?.now ?? "";
  return (
    <MessageList
      part="outbox" place={outbox_at} rows={outbox.value} states={["accepted", "sent", "answered", "failed"]}
      head={[t.state, t.message, t.process, t.party, t.tries, t.next_try, t.age, t.reason]}
      row={(one) => (
        <tr key={one.sequence} data-id={one.id}>
          <td><span class={`badge ${state_tones[one.state]}`}>{t.states[one.state]}</span></td>
          <th scope="row">{one.message} <small class="id">{one.id}</small></th>
          <td>{one.process}</td>
          <td class="id">{one.sender}</td>
          <td class="number">{one.tries}</td>
          <td>{one.nextTry && <At iso={one.nextTry} />}</td>
          <td>{now && <Ago iso={one.accepted} now={now} />}</td>
          <td lang="en">{[one.faultGroup, one.fault].filter(Boolean).join(": ")}</td>
        </tr>
      )}
    />
  );
}
