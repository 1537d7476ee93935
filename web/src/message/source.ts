import { form_of, type Form } from "./places";

/** What is translated: a text in the editor, or a file too big for it. */
export interface Source {
  name: string;
  form: Form;
  /** null when the file is too big to be shown */
  text: string | null;
  /** what is sent */
  body: Blob;
  /** "utf-16le" when the file was not in UTF-8 */
  encoding: string;
  /** being typed: more is to come */
  typed: boolean;
  /** the example it is, as long as nobody has changed it */
  example?: string;
  /** the beginning of one that is too big to be shown */
  head?: string;
}

/** Up to here a message is shown; more than that makes typing slow. Bytes. */
export const editor_limit = 1_000_000;
/** So much is shown of a bigger one. Bytes. */
const head_limit = 150_000;
/** Up to here its values are linked: an explanation is some ten times as long as the message. Bytes. */
export const link_limit = 300_000;

const media_type: Record<Form, string> = { xml: "application/xml", json: "application/json" };

function encoding_of(bytes: Uint8Array): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return "utf-16le";
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return "utf-16be";
  const start = new TextDecoder("latin1").decode(bytes.subarray(0, 200));
  const declared = /^\s*<\?xml[^>]*encoding=["']([\w.:-]+)["']/.exec(start)?.[1]?.toLowerCase();
  try {
    return new TextDecoder(declared ?? "utf-8").encoding;
  } catch {
    return "utf-8";
  }
}

export async function from_file(file: File): Promise<Source> {
  if (file.size > editor_limit) {
    const start = new Uint8Array(await file.slice(0, head_limit).arrayBuffer());
    const encoding = encoding_of(start);
    const decoded = new TextDecoder(encoding).decode(start, { stream: true }).replaceAll("\r\n", "\n");
    // Whole lines, where there are any.
    const head = decoded.slice(0, decoded.lastIndexOf("\n") + 1) || decoded;
    const form = form_of(head);
    return { name: file.name, form, text: null, head, body: new Blob([file], { type: media_type[form] }), encoding, typed: false };
  }
  const bytes = new Uint8Array(await file.arrayBuffer());
  const encoding = encoding_of(bytes);
  // Lines are counted as the server counts them, whatever ends them.
  const text = new TextDecoder(encoding).decode(bytes).replaceAll("\r\n", "\n");
  const form = form_of(text);
  return { name: file.name, form, text, body: new Blob([bytes], { type: media_type[form] }), encoding, typed: false };
}

/** A text that was typed, pasted or changed: it goes in UTF-8, and says so. */
export function from_text(name: string, text: string): Source {
  const form = form_of(text);
  const said = text.replace(/^(\s*<\?xml[^>]*encoding=["'])(?!utf-8["'])[\w.:-]+(["'])/i, "$1UTF-8$2");
  return { name, form, text, body: new Blob([said], { type: media_type[form] }), encoding: "utf-8", typed: true };
}

/** From Elhub's form it goes to CIM, from CIM to Elhub's form. */
export const is_bim = (source: Source): boolean =>
  source.form === "xml" && /urn:no:elhub:emif/.test((source.text ?? source.head ?? "").slice(0, 8192));

export const file_name = (source: Source): string =>
  /\.(xml|json)$/i.test(source.name) ? source.name : `message.${source.form}`;
