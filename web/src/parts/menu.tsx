import { useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useEffect, useId, useRef } from "preact/hooks";

export interface MenuItem {
  label: string;
  detail?: string | undefined;
  run: () => void;
}

export interface MenuGroup {
  label?: string;
  items: MenuItem[];
}

/** A button with a menu: arrow keys, Home, End, first letters and Escape as in the ARIA practices. */
export function Menu(props: { label: ComponentChildren; groups: MenuGroup[]; disabled?: boolean; class?: string; before?: () => Promise<void> }) {
  const open = useSignal(false);
  const id = useId();
  const box = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const entries = () => [...(box.current?.querySelectorAll<HTMLElement>("[role=menuitem]") ?? [])];

  useEffect(() => {
    if (!open.value) return;
    const away = (event: Event) => {
      if (!box.current?.contains(event.target as Node)) open.value = false;
    };
    addEventListener("pointerdown", away);
    return () => removeEventListener("pointerdown", away);
  }, [open.value]);

  const show = async (last = false) => {
    await props.before?.();
    open.value = true;
    requestAnimationFrame(() => entries().at(last ? -1 : 0)?.focus());
  };
  const hide = () => {
    open.value = false;
    button.current?.focus();
  };

  const on_key = (event: KeyboardEvent) => {
    const all = entries();
    const at = all.indexOf(document.activeElement as HTMLElement);
    const go = (to: number) => all[(to + all.length) % all.length]?.focus();
    if (!open.value) {
      if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
      void show(event.key === "ArrowUp");
    } else if (event.key === "ArrowDown") go(at + 1);
    else if (event.key === "ArrowUp") go(at - 1);
    else if (event.key === "Home") go(0);
    else if (event.key === "End") go(-1);
    else if (event.key === "Escape") hide();
    else if (event.key === "Tab") {
      open.value = false;
      return;
    } else if (/^\S$/.test(event.key) && !event.ctrlKey && !event.metaKey) {
      const turned = [...all.slice(at + 1), ...all.slice(0, at + 1)];
      turned.find((entry) => entry.textContent.trim().toLowerCase().startsWith(event.key.toLowerCase()))?.focus();
    } else return;
    event.preventDefault();
    event.stopPropagation();
  };

  return (
    <div class={`menu ${props.class ?? ""}`} ref={box} onKeyDown={on_key}>
      <button
        type="button" ref={button} disabled={props.disabled} aria-haspopup="menu" aria-expanded={open.value} aria-controls={open.value ? id : undefined}
        onClick={() => (open.value ? hide() : void show())}
      >
        {props.label} <span class="caret-down" aria-hidden="true" />
      </button>
      {open.value && (
        <div role="menu" id={id} class="menu-list">
          {props.groups.map((group) => (
            <div role="group" key={group.label ?? ""} aria-label={group.label}>
              {group.label && <div class="menu-label" aria-hidden="true">{group.label}</div>}
              {group.items.map((item) => (
                <div
                  role="menuitem" tabIndex={-1} key={item.label}
                  onClick={() => (hide(), item.run())}
                  onKeyDown={(event) => {
                    if (event.key !== "Enter" && event.key !== " ") return;
                    event.preventDefault();
                    hide();
                    item.run();
                  }}
                >
                  <span>{item.label}</span>
                  {item.detail && <small>{item.detail}</small>}
                </div>
              ))}
            </div>
          ))}
        </div>
      )}
    </div>
  );
}
