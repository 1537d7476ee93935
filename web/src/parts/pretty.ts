import type { Form } from "../message/places";

/** A text with line breaks and indentation, every value as it was written. What has its lines already stays. */
export function pretty(text: string, form: Form): string {
  const lines = text.split("\n").length;
  if (text.length / lines < 160 && lines > 3) return text;
  return form === "json" ? pretty_json(text) : pretty_xml(text);
}

function pretty_xml(text: string): string {
  const token = /<!--[\s\S]*?-->|<!\[CDATA\[[\s\S]*?\]\]>|<\?[\s\S]*?\?>|<(?:"[^"]*"|'[^']*'|[^>"'])*>|[^<]+/g;
  const out: string[] = [];
  let depth = 0;
  let value = false;
  const on_line = (what: string): void => void out.push(out.length > 0 ? "\n" : "", "  ".repeat(Math.max(depth, 0)), what);
  let opened = false;
  for (const [one] of text.matchAll(token)) {
    if (one.startsWith("</")) {
      depth--;
      if (opened) out.push(one);
      else on_line(one);
      opened = value = false;
    } else if (one.startsWith("<!") || one.startsWith("<?")) {
      if (value || one.startsWith("<![")) out.push(one);
      else on_line(one);
    } else if (one.startsWith("<")) {
      on_line(one);
      opened = !one.endsWith("/>");
      value = false;
      if (opened) depth++;
    } else if (one.trim() !== "") {
      out.push(one);
      value = true;
    }
  }
  return out.join("") + "\n";
}

/** Up to here an object without objects in it stands on one line. */
const short = 110;

function pretty_json(text: string): string {
  const tokens = text.match(/"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+/g) ?? [];
  let at = 0;
  const value = (indent: string): string => {
    const open = tokens[at++] ?? "";
    if (open !== "{" && open !== "[") return open;
    const inner = indent + "  ";
    const members: string[] = [];
    let simple = true;
    while (at < tokens.length && tokens[at] !== "}" && tokens[at] !== "]") {
      if (tokens[at] === ",") {
        at++;
        continue;
      }
      let name = "";
      if (open === "{" && tokens[at + 1] === ":") {
        name = `${tokens[at]}: `;
        at += 2;
      }
      if (tokens[at] === "{" || tokens[at] === "[") simple = false;
      members.push(name + value(inner));
    }
    const close = tokens[at++] ?? "";
    const line = members.join(", ");
    if (simple && line.length < short) return open + line + close;
    return `${open}\n${members.map((one) => inner + one).join(",\n")}\n${indent}${close}`;
  };
  const out: string[] = [];
  while (at < tokens.length) out.push(value(""));
  return out.join("\n") + "\n";
}
