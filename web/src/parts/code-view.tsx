import { useEffect, useRef } from "preact/hooks";
import { words } from "../words/language";
import { Editor, type EditorOptions, type LineFinding, type Mark, type Picked } from "./editor";
import type { Form } from "../message/places";

/** The editor as a component. `onReady` hands out the editor itself, for jumps. */
export function CodeView(props: {
  text: string;
  form: Form;
  label: string;
  readOnly: boolean;
  class?: string;
  marks?: Mark[];
  findings?: LineFinding[];
  onReady?: (editor: Editor) => void;
  onChange?: (text: string, anew: boolean) => void;
  onPick?: (picked: Picked) => void;
  onFinding?: (line: number) => void;
}) {
  const host = useRef<HTMLDivElement>(null);
  const editor = useRef<Editor | null>(null);
  // What is called is always the latest.
  const latest = useRef(props);
  latest.current = props;
  const spoken = (): Pick<EditorOptions, "label" | "readOnly" | "phrases"> => ({
    label: latest.current.label, readOnly: latest.current.readOnly, phrases: words.value.search_phrases,
  });

  useEffect(() => {
    const made = new Editor(host.current!, {
      ...spoken(),
      onChange: (text, anew) => latest.current.onChange?.(text, anew),
      onPick: (picked) => latest.current.onPick?.(picked),
      onFinding: (line) => latest.current.onFinding?.(line),
    });
    editor.current = made;
    props.onReady?.(made);
    return () => made.destroy();
  }, []);
  useEffect(() => editor.current?.speak(spoken()), [props.label, words.value]);
  useEffect(() => editor.current?.show(props.text, props.form), [props.text, props.form]);
  useEffect(() => editor.current?.findings(props.findings ?? []), [props.findings, props.text]);
  useEffect(() => editor.current?.mark(props.marks ?? []), [props.marks, props.text]);

  return <div class={`code ${props.class ?? ""}`} ref={host} />;
}
