import { words } from "../words/language";
import { MessageList } from "./list";
import { state_tones } from "./outbox";
import { inbox, inbox_at, state } from "./state";
import { Ago } from "./time";

export function Inbox() {
  const t = words.value.bridge;
  const now = state.value?.now ?? "";
  return (
    <MessageList
      part="inbox" place={inbox_at} rows={inbox.value} states={["waiting", "handed-out", "done", "unreadable"]}
      head={[t.state, t.message, t.queue, t.party, t.answers, t.age, t.reason]}
      row={(one) => (
        <tr key={one.sequence} data-id={one.id}>
          <td><span class={`badge ${state_tones[one.state]}`}>{t.states[one.state]}</span></td>
          <th scope="row">{one.message || t.unknown_message} <small class="id">{one.id}</small></th>
          <td>{words.value.hub.queue_names[one.queue]}</td>
          <td class="id">{one.party}</td>
          <td class="id">{one.answers}</td>
          <td>{now && <Ago iso={one.received} now={now} />}</td>
          <td lang="en">{one.problem}</td>
        </tr>
      )}
    />
  );
}
