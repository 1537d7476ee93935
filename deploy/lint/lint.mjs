// Holds manifests, as JSON on standard input, against the schemas of Kubernetes.
import { readFileSync } from "node:fs";
import { Job } from "kubernetes-models/batch/v1";
import { PersistentVolumeClaim } from "kubernetes-models/v1";

const kinds = { Job, PersistentVolumeClaim };
let wrong = 0;
for (const [file, manifest] of JSON.parse(readFileSync(0, "utf8"))) {
  try {
    const kind = kinds[manifest.kind];
    if (!kind) throw new Error(`no schema for ${manifest.kind}`);
    new kind(manifest).validate();
  } catch (error) {
    console.error(`${file}: ${error.message}`);
    wrong = 1;
  }
}
process.exit(wrong);
