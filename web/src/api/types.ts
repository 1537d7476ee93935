// What the server answers, as docs/server.md and /openapi.json have it.

export interface Bilingual {
  en: string;
  nb: string;
}

export type Verdict = "valid" | "invalid" | "undetermined";
export type Severity = "error" | "warning" | "info";

export interface Source {
  status: "published" | "assumed";
  ref: string;
}

export interface Finding {
  rule: string;
  stage: "wellformed" | "schema" | "codes" | "message" | "market" | "translation";
  severity: Severity;
  outcome: "failed" | "undetermined";
  code?: { value: string; agency?: string };
  line?: number;
  column?: number;
  xpath?: string;
  text: Bilingual;
  advice?: string;
  context?: Record<string, string | number>;
  source?: Source;
}

export interface Judged {
  file: string;
  message?: string;
  schema?: string;
  process?: string;
  verdict: Verdict;
  findings: Finding[];
  findingsLeftOut?: number;
}

export interface Validation {
  asOf: string;
  files: Judged[];
}

/** Where one value of a translation comes from. */
export interface Explanation {
  path: string;
  value: string;
  how: string;
  source?: { path: string; value: string; line?: number; column?: number };
  rule?: string;
  usedFrom?: string[];
  steps: string[];
  codes?: { table: string; rule: string; from: string; to: string; exact: boolean; source: Source };
  reason?: string;
}

export interface Explained {
  message: string;
  profile: string;
  values: Explanation[];
  findings: Finding[];
}

export interface Problem {
  type?: string;
  title?: string;
  status?: number;
  detail?: string;
  errors?: { line?: number; column?: number; text: string }[];
}

// The hub.

export interface Clock {
  now: string;
  day: string;
  next: string | null;
  due: { at: string; step: string; process: string; meteringPoint?: string }[];
  ran?: number;
}

export interface Contract {
  supplier: string;
  customer?: string;
  role: string;
  from: string;
  to: string | null;
  origin?: string;
}

export interface Process {
  id: string;
  process: string;
  status: string;
  initiator?: string;
  date?: string;
  cancellationDeadline?: string | null;
}

export interface MeteringPoint {
  gsrn: string;
  /** null: the market does not say */
  type: string | null;
  status: string | null;
  settlement: string | null;
  resolution: string | null;
  gridArea: string | null;
  contracts: Contract[];
  processes: Process[];
}

export interface Party {
  gln: string;
  name?: string;
  roles: string[];
}

export interface Market {
  total: number;
  meteringPoints: MeteringPoint[];
  parties: Party[];
}

export interface HubEvent {
  seq: number;
  at: string;
  kind: string;
  process?: string;
  meteringPoint?: string;
  party?: string;
  message?: { id: string; type?: string } | null;
  text?: Bilingual;
}

export interface Events {
  events: HubEvent[];
}

export interface Queue {
  party: string;
  name?: string;
  queue: "market-processes" | "metering-values";
  waiting: number;
  messages: { id: string; message?: string; documentType?: string; process?: string; at?: string }[];
}

export interface Scenario {
  name: string;
  title: Bilingual;
  role?: string;
  processes: string[];
  source?: string;
}

export interface Step {
  number: number;
  text: Bilingual;
  kind: "send" | "expect" | "clock" | "state";
  party?: string;
  message?: string;
  passed: boolean;
  why?: Bilingual;
  content?: string;
  at?: string;
}

export interface Played {
  name: string;
  by: "soap" | "cim";
  passed: boolean;
  steps: Step[];
}

export interface Loaded {
  counts: { section: string; stated: number; added: number; changed: number }[];
}
