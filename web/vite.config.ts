import { defineConfig } from "vite";
import { for_vite } from "./dialects.mjs";
import { packed } from "./pack.mjs";

// The server that the page of `npm run dev` talks to.
const server = process.env.CIMGATE ?? "http://127.0.0.1:8080";
const routes = ["/v1", "/hub/v1", "/cim/v1", "/bridge/v1", "/emif", "/openapi.json"];

export default defineConfig({
  base: "./",
  plugins: [for_vite(), packed()],
  build: {
    outDir: "../build/web",
    emptyOutDir: true,
    target: "es2022",
    modulePreload: { polyfill: false },
    // Nothing is written into the document as data: the page's policy allows its own files only.
    assetsInlineLimit: 0,
    rollupOptions: {
      // What `cimgate serve` shows, what `cimgate bridge` does, and the API of both.
      input: { page: "index.html", bridge: "bridge.html", docs: "docs.html" },
      // Names without a hash: the binary's build lists them. The server tells a changed file by its ETag.
      output: {
        entryFileNames: "assets/[name].js",
        chunkFileNames: "assets/[name].js",
        // Those of the API pages are called docs…: the bridge has these and no others.
        assetFileNames: ({ names }) => (names[0]?.startsWith("swagger-ui-bundle") ? "assets/docs-swagger-ui[extname]" : "assets/[name][extname]"),
        manualChunks: (id) => (/\/examples[/.]/.test(id) ? "examples" : undefined),
      },
    },
  },
  server: {
    fs: { allow: [".."] },
    // The server takes changes from its own page only: that is what this is.
    proxy: Object.fromEntries(routes.map((route) => [route, { target: server, changeOrigin: true, headers: { Origin: server } }])),
  },
});
