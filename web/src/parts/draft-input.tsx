import { useSignal } from "@preact/signals";
import type { InputHTMLAttributes } from "preact/compat";

type Props = Omit<InputHTMLAttributes<HTMLInputElement>, "value" | "onInput" | "onChange"> & {
  value: string;
  /** with each letter */
  onDraft?: (text: string) => void;
  /** when it is done: Enter, or the focus elsewhere */
  onDone?: (text: string) => void;
};

/** An input in which what is being typed stays, whatever the page around it has to show anew meanwhile. */
export function DraftInput({ value, onDraft, onDone, ...rest }: Props) {
  const draft = useSignal<string | null>(null);
  return (
    <input
      {...rest} value={draft.value ?? value}
      onInput={(event) => {
        draft.value = event.currentTarget.value;
        onDraft?.(draft.value);
      }}
      onChange={(event) => onDone?.(event.currentTarget.value)}
      onBlur={() => (draft.value = null)}
    />
  );
}
