// What the page knows of markets is what their files say: dialects/ (how a message is known, the clock) and values/ (where
// metering values are). `import dialects from "virtual:dialects"` has it; the plugins are for Vite and for esbuild.
import { readFileSync, readdirSync } from "node:fs";
import path from "node:path";
import { load } from "js-yaml";

const name = "virtual:dialects";
const project = path.resolve(import.meta.dirname, "..");
const files_of = (folder) =>
  readdirSync(path.join(project, folder)).filter((file) => file.endsWith(".yaml")).sort()
    .map((file) => load(readFileSync(path.join(project, folder, file), "utf8")));

export function dialects() {
  const values = files_of("values");
  return files_of("dialects").map((file) => {
    const { series = [], words = {} } = values.find(({ dialect }) => dialect === file.dialect) ?? {};
    return { id: file.dialect, namespaces: file["namespaces-begin-with"], known_by: file["known-by"] ?? {}, clock: file.clock, series, words };
  });
}

const code = () => `export default ${JSON.stringify(dialects())};`;

export const for_vite = () => ({
  name: "dialects",
  resolveId: (id) => (id === name ? `\0${name}` : undefined),
  load: (id) => (id === `\0${name}` ? code() : undefined),
});

export const for_esbuild = () => ({
  name: "dialects",
  setup(build) {
    build.onResolve({ filter: new RegExp(`^${name}$`) }, () => ({ path: name, namespace: "dialects" }));
    build.onLoad({ filter: /.*/, namespace: "dialects" }, () => ({ contents: code(), loader: "js" }));
  },
});
