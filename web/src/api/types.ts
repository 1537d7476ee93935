// What the server answers. The schemas come from /openapi.json by scripts/update-api-types; a test holds both to it.
import type { components } from "./openapi";

type Schemas = components["schemas"];

export type Bilingual = Schemas["Bilingual"];
export type Verdict = Schemas["Verdict"];
export type Finding = Schemas["Finding"];
export type Severity = Finding["severity"];
export type Validation = Schemas["Validation"];
export type Judged = Validation["files"][number];
/** Where one value of a translation comes from. */
export type Explanation = Schemas["ExplainedValue"];
export type Explained = Schemas["Explanation"];
export type Comparison = Schemas["Comparison"];
export type Difference = Schemas["Difference"];
export type SchemaSets = Schemas["SchemaSets"];
/** What a message may hold, as its schema has it. */
export type MessageFields = Schemas["MessageFields"];
export type Field = Schemas["Field"];
export type FieldValue = Schemas["FieldValue"];
export type FieldAttribute = Schemas["FieldAttribute"];
export type Problem = Partial<Schemas["Problem"]>;

// The hub.

export type Clock = Schemas["Clock"];
export type Contract = Schemas["Contract"];
export type Process = Schemas["PointProcess"];
export type MeteringPoint = Schemas["MeteringPoint"];
export type Market = Schemas["Market"];
export type Party = Market["parties"][number];
export type EventKind = Schemas["EventKind"];
export type Events = Schemas["Events"];
export type HubEvent = Events["events"][number];
export type Queue = Schemas["Queues"]["queues"][number];
export type Mails = Schemas["Mails"];
export type Mail = Mails["mails"][number];
export type Values = Schemas["Values"];
export type StoredSeries = Values["series"][number];
export type Scenario = Schemas["Scenarios"]["scenarios"][number];
export type Wire = Schemas["Wire"];
export type Step = Schemas["Step"];
export type Played = Schemas["Played"];
export type Loaded = Schemas["Loaded"];

// The bridge.

export type BridgeState = Schemas["BridgeState"];
export type BridgeQueue = BridgeState["queues"][number];
export type PartyUsage = NonNullable<BridgeState["usage611"]>[number];
export type Outgoing = Schemas["BridgeOutgoing"];
export type Incoming = Schemas["BridgeIncoming"];
export type DeadLetters = Schemas["BridgeDeadLetters"];
export type Certificate = Schemas["BridgeCertificates"]["certificates"][number];
export type ShadowReport = Schemas["BridgeShadowReport"];
