import { readdir, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import { gzip } from "node:zlib";

/** Scripts and styles are built into the binary as they travel: packed. The same bytes give the same bytes. */
export function packed() {
  let folder;
  return {
    name: "packed",
    apply: "build",
    configResolved: ({ root, build }) => void (folder = path.resolve(root, build.outDir, "assets")),
    async closeBundle() {
      for (const name of await readdir(folder)) {
        const file = path.join(folder, name);
        await writeFile(`${file}.gz`, await promisify(gzip)(await readFile(file), { level: 9 }));
        await rm(file);
      }
    },
  };
}
