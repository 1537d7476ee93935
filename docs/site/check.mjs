// Says which links lead nowhere, and which pages nobody gets to; ends with 1 when there are any.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { dead_links, lost_pages, pages } from "./pages.mjs";

/** Whoever posts something that changes the hub must say what it is, or is refused (docs/server.md). */
const refused_commands = (root) =>
  pages(root).flatMap((path) =>
    readFileSync(join(root, path), "utf8")
      .split("\n")
      .map((line, i) => [`${path}:${i + 1}`, line])
      .filter(([, line]) => /curl .* (-d|--data\S*) .*\/(hub|cim|bridge)\/v1/.test(line) && !/Content-Type:|-X PUT/.test(line))
      .map(([place]) => `${place}: the command has no Content-Type, so it is refused`),
  );

const root = process.argv[2];
const faults = [...dead_links(root), ...lost_pages(root).map((path) => `${path}: no page leads here from README.md`), ...refused_commands(root)];
for (const fault of faults) console.error(fault);
if (faults.length > 0) process.exit(1);
console.error(`${pages(root).length} pages: every link leads somewhere, and every page is reached from README.md`);
