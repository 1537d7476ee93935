// Made by scripts/update-api-types from /openapi.json. Do not edit: the kinds are rows in gateway/report/writer.cpp.
export const report_kinds = {
  json: { type: "application/json", ending: "json" },
  sarif: { type: "application/sarif+json", ending: "sarif" },
  ndjson: { type: "application/x-ndjson", ending: "ndjson" },
  junit: { type: "application/junit+xml", ending: "junit.xml" },
  html: { type: "text/html", ending: "html" },
  markdown: { type: "text/markdown", ending: "md" },
  text: { type: "text/plain", ending: "txt" },
} as const;

export type ReportKind = keyof typeof report_kinds;
