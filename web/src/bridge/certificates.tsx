import { words } from "../words/language";
import { certificates } from "./state";
import { day_text } from "./time";

export function Certificates() {
  const t = words.value.bridge;
  const all = certificates.value;
  if (!all) return <p class="soft">{words.value.loading}</p>;
  return (
    <section class="card" aria-labelledby="certificates">
      <div class="card-head"><h2 id="certificates">{t.parts.certificates}</h2><p class="what">{t.certificates_said}</p></div>
      {all.length === 0 ? <p class="soft pad">{t.no_certificates}</p> : (
        <div class="scroll" role="group" aria-labelledby="certificates" tabIndex={0}>
          <table>
            <thead><tr><th scope="col">{t.use}</th><th scope="col">{t.subject}</th><th scope="col">{t.days}</th><th scope="col">{t.ends}</th><th scope="col">{t.file}</th></tr></thead>
            <tbody>
              {all.map((one, index) => (
                <tr key={index} data-use={one.use}>
                  <th scope="row">{t.uses[one.use] ?? one.use}</th>
                  <td>{one.subject ?? <span class="soft">{t.no_own}</span>}</td>
                  <td>{one.daysLeft !== undefined && <span class={`badge ${one.daysLeft < 0 ? "error" : one.soon ? "warning" : "valid"}`}>{t.days_left(one.daysLeft)}</span>}</td>
                  <td>{one.ends && <time dateTime={one.ends}>{day_text(one.ends)}</time>}</td>
                  <td><span class={`badge ${one.usable ? "valid" : "error"}`}>{one.usable ? t.usable : t.not_usable}</span> {one.problem && <span lang="en">{one.problem}</span>}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}
