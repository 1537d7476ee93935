import type { Mail } from "../api/types";
import { language, words } from "../words/language";
import { mails } from "./state";
import { day_text, moment } from "./time";

function OneMail({ mail }: { mail: Mail }) {
  const t = words.value.hub;
  const text = mail[language.value];
  return (
    <li class="card party">
      <h3>{text.subject}</h3>
      <p class="soft">
        {[moment(mail.at), mail.process, t.mail_ends(day_text(mail.ends))].join(" · ")} · <span class="id">{mail.meteringPoint}</span>
      </p>
      <p>
        {mail.to ?? t.no_recipient} {mail.to && <span class={`badge ${mail.post === "sent" ? "info" : "aside"}`}>{t.mail_posts[mail.post]}</span>}
      </p>
      <details>
        <summary>{t.mail_text}</summary>
        <pre class="mail">{text.text}</pre>
      </details>
    </li>
  );
}

/** What the hub has written to end users, the newest first. */
export function Mails() {
  const t = words.value.hub;
  if (!mails.value) return <p class="soft">{words.value.loading}</p>;
  return (
    <section aria-labelledby="mails">
      <div class="section-head"><h2 id="mails">{t.mails}</h2><p class="soft">{t.mails_hint}</p></div>
      {mails.value.length === 0 && <p class="soft">{t.no_mails}</p>}
      <ul class="party-grid">{mails.value.map((mail) => <OneMail key={mail.seq} mail={mail} />)}</ul>
    </section>
  );
}
