/** What is told of a text while it is read: elements or objects, and the values in them. */
export interface Sink {
  open(name: string, attribute: (name: string) => string): void;
  leaf(name: string, parent: string, text: string, line: number): void;
  close(name: string): void;
}

const local = (name: string): string => name.slice(name.indexOf(":") + 1);

/** XML as tags and texts, piece by piece. It is lenient: whether a message is right is judged elsewhere. */
export class XmlTokens {
  private rest = "";
  private line = 1;
  private readonly stack: string[] = [];

  constructor(private readonly sink: Sink) {}

  feed(piece: string): void {
    const text = this.rest + piece;
    let at = text.indexOf("<");
    let counted = 0;
    while (at >= 0) {
      const comment = text.startsWith("<!--", at);
      const close = comment ? text.indexOf("-->", at) + 2 : text.indexOf(">", at);
      const next = close < at ? -1 : text.indexOf("<", close);
      // The text behind a tag is whole when the next one has begun.
      if (next < 0) break;
      counted = this.count(text, counted, at);
      if (!comment) this.tag(text, at, close, next);
      at = next;
    }
    const from = at < 0 ? text.length : at;
    this.count(text, counted, from);
    this.rest = text.slice(from);
  }

  end(): void {
    this.feed("<");
  }

  private count(text: string, from: number, to: number): number {
    for (let at = text.indexOf("\n", from); at >= 0 && at < to; at = text.indexOf("\n", at + 1)) this.line++;
    return to;
  }

  private tag(text: string, at: number, close: number, next: number): void {
    const first = text.charCodeAt(at + 1);
    if (first === 33 /* ! */ || first === 63 /* ? */) return;
    if (first === 47 /* / */) return void this.sink.close(this.stack.pop() ?? "");
    const alone = text.charCodeAt(close - 1) === 47;
    const inner = text.slice(at + 1, alone ? close - 1 : close);
    const space = inner.search(/\s/);
    const name = local(space < 0 ? inner : inner.slice(0, space));
    const parent = this.stack.at(-1) ?? "";
    this.sink.open(name, (wanted) => new RegExp(`\\s${wanted}\\s*=\\s*["']([^"']*)`).exec(inner)?.[1] ?? "");
    if (alone) {
      this.sink.leaf(name, parent, "", this.line);
      this.sink.close(name);
      return;
    }
    this.stack.push(name);
    if (text.charCodeAt(next + 1) === 47) this.sink.leaf(name, parent, text.slice(close + 1, next).trim(), this.line);
  }
}

interface Frame {
  name: string;
  array: boolean;
}

/** JSON likewise. {"value": x} is x: so CIM writes values that have attributes. */
export class JsonTokens {
  private rest = "";
  private line = 1;
  private key = "";
  private after_colon = false;
  private readonly stack: Frame[] = [];

  constructor(private readonly sink: Sink) {}

  feed(piece: string): void {
    const text = this.rest + piece;
    const token = /\n|"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+/g;
    let used = 0;
    for (let found = token.exec(text); found; found = token.exec(text)) {
      // A number or a string may go on in the next piece.
      if (token.lastIndex === text.length && !/[\n{}[\],:]/.test(found[0])) break;
      used = token.lastIndex;
      this.take(found[0]);
    }

    this.rest = text.slice(used);
  }

  end(): void {
    this.feed("\n");
  }

  private take(token: string): void {
    const top = this.stack.at(-1);
    if (token === "\n") this.line++;
    else if (token === "{" || token === "[") {
      const name = top?.array ? top.name : this.key;
      this.stack.push({ name, array: token === "[" });
      this.after_colon = false;
      if (token === "{") this.sink.open(name, () => "");
    } else if (token === "}" || token === "]") {
      const closed = this.stack.pop();
      if (closed && !closed.array) this.sink.close(closed.name);
      this.after_colon = false;
    } else if (token === ":") this.after_colon = true;
    else if (token === ",") this.after_colon = false;
    else {
      const text = token.startsWith('"') ? token.slice(1, -1) : token;
      if (top?.array) return;
      if (!this.after_colon) {
        this.key = text;
        return;
      }
      if (this.key === "value") this.sink.leaf(top?.name ?? "", this.object_above(), text, this.line);
      else this.sink.leaf(this.key, top?.name ?? "", text, this.line);
    }
  }

  private object_above(): string {
    for (let n = this.stack.length - 2; n >= 0; n--) if (!this.stack[n]!.array) return this.stack[n]!.name;
    return "";
  }
}
