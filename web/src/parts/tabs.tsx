import type { ComponentChildren } from "preact";
import { useRef } from "preact/hooks";

/** Tabs as in the ARIA practices: one stop for Tab, arrows go between them. */
export function Tabs(props: {
  label: string;
  names: ComponentChildren[];
  /** Which tab is which, where others may come before it: what is being pressed must not become another tab. */
  keys?: string[];
  at: number;
  id: string;
  onChange: (at: number) => void;
}) {
  const list = useRef<HTMLDivElement>(null);
  const go = (to: number) => {
    const next = (to + props.names.length) % props.names.length;
    props.onChange(next);
    list.current?.querySelectorAll<HTMLElement>("[role=tab]")[next]?.focus();
  };
  const on_key = (event: KeyboardEvent) => {
    if (event.key === "ArrowRight") go(props.at + 1);
    else if (event.key === "ArrowLeft") go(props.at - 1);
    else if (event.key === "Home") go(0);
    else if (event.key === "End") go(props.names.length - 1);
    else return;
    event.preventDefault();
  };
  return (
    <div role="tablist" aria-label={props.label} class="tabs" ref={list} onKeyDown={on_key}>
      {props.names.map((name, index) => (
        <button
          type="button" role="tab" key={props.keys?.[index] ?? index} id={`${props.id}-tab-${index}`} aria-selected={index === props.at}
          aria-controls={`${props.id}-panel`} tabIndex={index === props.at ? 0 : -1} onClick={() => props.onChange(index)}
        >
          {name}
        </button>
      ))}
    </div>
  );
}
