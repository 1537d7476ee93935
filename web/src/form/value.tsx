import type { FieldValue } from "../api/types";
import { norwegian } from "../values/time";
import { language, words } from "../words/language";

interface Props {
  id: string;
  value: FieldValue;
  text: string;
  required: boolean;
  label?: string;
  invalid: boolean;
  told: string | undefined;
  onText: (text: string) => void;
}

/** What a field for a moment shows: the wall clock in Norway. */
const shown_moment = (text: string): string => {
  const at = Date.parse(text);
  return Number.isNaN(at) ? "" : new Date(norwegian.wall(at)).toISOString().slice(0, 19);
};
const moment_text = (shown: string): string => {
  if (shown === "") return "";
  const at = norwegian.moment_of(Date.parse(`${shown.length === 16 ? `${shown}:00` : shown}Z`));
  return new Date(norwegian.wall(at)).toISOString().slice(0, 19) + norwegian.offset_text(at);
};

/** A field for one value, by the form that the schema gives it. */
export function Value({ id, value, text, required, label, invalid, told, onText }: Props) {
  const t = words.value.form;
  const common = {
    id, required, "aria-label": label, "aria-invalid": invalid ? ("true" as const) : undefined, "aria-describedby": told, disabled: value.fixed !== undefined,
  };
  if (value.codes || value.form === "boolean") {
    const codes = value.codes?.map(({ code, meaning, nb }) => ({ code, meaning: (language.value === "nb" && nb) || meaning }))
      ?? [{ code: "true", meaning: t.yes }, { code: "false", meaning: t.no }];
    const known = codes.some(({ code }) => code === text);
    return (
      <select {...common} value={text} onChange={(event) => onText(event.currentTarget.value)}>
        {(text === "" || !required) && <option value="">{t.choose}</option>}
        {text !== "" && !known && <option value={text}>{text}</option>}
        {codes.map(({ code, meaning }) => (
          <option key={code} value={code}>{value.codes ? `${code}${meaning ? ` · ${meaning}` : ""}` : meaning}</option>
        ))}
      </select>
    );
  }
  if (value.form === "date-time")
    return <input {...common} type="datetime-local" step="1" lang={language.value} value={shown_moment(text)} onChange={(event) => onText(moment_text(event.currentTarget.value))} />;
  const numeric = value.form === "decimal" || value.form === "integer";
  return (
    <input
      {...common} value={text} inputMode={numeric ? "decimal" : undefined} maxLength={value.maxLength} autocomplete="off" spellcheck={false}
      onInput={(event) => onText(event.currentTarget.value)}
    />
  );
}
