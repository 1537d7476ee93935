// The Markdown pages of the repository, the links between them, and what is wrong with these.
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, statSync } from "node:fs";
import { dirname, join, normalize } from "node:path";

/** Paths of all pages, from the root of the repository. Those of the tests are for who works on them, in their place. */
export function pages(root) {
  // What is not committed yet is a page, too.
  const listed = execFileSync("git", ["ls-files", "-co", "--exclude-standard", "*.md"], { cwd: root, encoding: "utf8" });
  return listed.split("\n").filter((path) => path && !path.startsWith("tests/") && existsSync(join(root, path)));
}

/** Headings as GitHub makes anchors of them. */
export function anchors(text) {
  const seen = new Map();
  const found = new Set();
  for (const [, title] of outside_code(text).matchAll(/^#{1,6} +(.+?) *$/gm)) {
    const plain = title.replace(/`/g, "").replace(/\[([^\]]*)\]\([^)]*\)/g, "$1");
    const slug = plain.toLowerCase().replace(/[^\p{L}\p{N} _-]/gu, "").replace(/ /g, "-");
    const before = seen.get(slug) ?? 0;
    seen.set(slug, before + 1);
    found.add(before === 0 ? slug : `${slug}-${before}`);
  }
  for (const [, id] of text.matchAll(/<a (?:id|name)="([^"]+)"/g)) found.add(id);
  return found;
}

/** The text with code replaced by blanks, so that places stay. */
function outside_code(text) {
  const blank = (code) => code.replace(/[^\n]/g, " ");
  return text.replace(/^```.*?^```/gms, blank).replace(/`[^`\n]+`/g, (code) => (/[#[\]()]/.test(code) ? blank(code) : code));
}

/** The links of a page to what is in the repository: where it stands, and the path and anchor it names. */
export function links(path, text) {
  const found = [];
  for (const match of outside_code(text).matchAll(/\]\(([^)\s]+)\)/g)) {
    const target = match[1];
    if (/^[a-z]+:/.test(target)) continue;
    const [file, anchor] = target.split("#");
    found.push({
      at: match.index + 2,
      length: target.length,
      line: text.slice(0, match.index).split("\n").length,
      target,
      path: file === "" ? path : normalize(join(dirname(path), file)).replace(/\/$/, ""),
      anchor,
    });
  }
  return found;
}

/** The page that a path shows: itself, or that of a folder. */
export function page_of(root, path) {
  if (!existsSync(join(root, path)) || !statSync(join(root, path)).isDirectory()) return path;
  const inside = join(path, "README.md");
  return existsSync(join(root, inside)) ? inside : path;
}

/** "page:line: what is wrong" for each link that leads nowhere. */
export function dead_links(root) {
  const faults = [];
  for (const path of pages(root)) {
    const text = readFileSync(join(root, path), "utf8");
    for (const link of links(path, text)) {
      const target = page_of(root, link.path);
      if (!existsSync(join(root, target))) faults.push(`${path}:${link.line}: ${link.target} is not there`);
      else if (link.anchor && target.endsWith(".md") && !anchors(readFileSync(join(root, target), "utf8")).has(link.anchor))
        faults.push(`${path}:${link.line}: ${link.target}: ${target} has no heading #${link.anchor}`);
    }
  }
  return faults;
}

/** Pages that no link leads to, from README.md on. */
export function lost_pages(root) {
  const reached = new Set(["README.md"]);
  const next = ["README.md"];
  while (next.length > 0) {
    const path = next.pop();
    for (const link of links(path, readFileSync(join(root, path), "utf8"))) {
      const target = page_of(root, link.path);
      if (!target.endsWith(".md") || reached.has(target) || !existsSync(join(root, target))) continue;
      reached.add(target);
      next.push(target);
    }
  }
  return pages(root).filter((path) => !reached.has(path));
}
