// Lays the pages out for VitePress: README.md becomes the index of its folder, files that pages link to are copied, and a
// folder that they link to gets a page that lists it.
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { basename, dirname, join, relative } from "node:path";
import { links, page_of, pages } from "./pages.mjs";

const [root, out] = process.argv.slice(2);
const staged = (path) => path.replace(/README\.md$/, "index.md");
const folders = new Set();

function write(path, text) {
  mkdirSync(dirname(join(out, path)), { recursive: true });
  writeFileSync(join(out, path), text);
}

/** VitePress serves what lies in public/ from the root of the site. */
function publish(path) {
  const to = join(out, "public", path);
  mkdirSync(dirname(to), { recursive: true });
  cpSync(join(root, path), to, { dereference: true });
}

function shown(path, text) {
  let result = text;
  for (const link of links(path, text).reverse()) {
    let target = page_of(root, link.path);
    let to = staged(target);
    if (!target.endsWith(".md") && existsSync(join(root, target))) {
      if (statSync(join(root, target)).isDirectory()) {
        folders.add(target);
        to = join(target, "index.md");
      } else {
        publish(target);
        // Pictures are found beside the page; other files are served as they are.
        if (/\.(png|svg)$/.test(target)) write_picture(target);
      }
    }
    let href = relative(dirname(path), to) || basename(to);
    if (!href.startsWith(".")) href = `./${href}`;
    if (link.anchor) href += `#${link.anchor}`;
    result = result.slice(0, link.at) + href + result.slice(link.at + link.length);
  }
  return result;
}

function write_picture(path) {
  mkdirSync(dirname(join(out, path)), { recursive: true });
  cpSync(join(root, path), join(out, path));
}

rmSync(out, { recursive: true, force: true });
for (const path of pages(root)) write(staged(path), shown(path, readFileSync(join(root, path), "utf8")));
for (const folder of folders) {
  const files = readdirSync(join(root, folder)).filter((name) => statSync(join(root, folder, name)).isFile()).sort();
  for (const name of files) publish(join(folder, name));
  write(join(folder, "index.md"), `# ${folder}\n\n${files.map((name) => `- [${name}](./${name})`).join("\n")}\n`);
}
