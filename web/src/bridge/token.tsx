import { useSignal } from "@preact/signals";
import { words } from "../words/language";
import { token, use_token } from "./state";

/** Where operators must show a token: it is pasted here, and forgotten when the page is left. */
export function TokenBox({ wanted }: { wanted: boolean }) {
  const t = words.value.bridge;
  const text = useSignal("");
  if (!wanted && token.value !== "")
    return <p class="note token">{t.token_in_use} <button type="button" onClick={() => use_token("")}>{t.forget_token}</button></p>;
  return (
    <form
      class="card token" aria-labelledby="token"
      onSubmit={(event) => {
        event.preventDefault();
        use_token(text.value);
        text.value = "";
      }}
    >
      <h2 id="token">{t.token_heading}</h2>
      <p class="soft" id="token-said">{t.token_said}</p>
      <label class="inline">
        <span>{t.token}</span>
        <input
          type="password" required autocomplete="off" spellcheck={false} aria-describedby="token-said" value={text.value}
          onInput={(event) => (text.value = event.currentTarget.value)}
        />
      </label>
      <button type="submit" class="main">{t.use_token}</button>
    </form>
  );
}
