import type { MeteringPoint, Party } from "../api/types";

/** The processes that can be started from a form: who sends, and how many days from now by default. */
export const processes = {
  "BRS-NO-101": { roles: ["DDQ"], days: 20, by: "other" },
  "BRS-NO-102": { roles: ["DDQ"], days: 20, by: "other" },
  "BRS-NO-103": { roles: ["DDQ"], days: -5, by: "other" },
  "BRS-NO-201": { roles: ["DDQ"], days: 20, by: "supplier" },
  "BRS-NO-202": { roles: ["DDQ"], days: 20, by: "supplier" },
  "BRS-NO-211": { roles: ["DDM"], days: 20, by: "any" },
  "BRS-NO-214": { roles: ["DDM"], days: 0, by: "any" },
  "BRS-NO-301": { roles: ["DDQ"], days: 0, by: "supplier" },
  "BRS-NO-303": { roles: ["DDQ"], days: 0, by: "supplier" },
  "BRS-NO-313": { roles: ["DDE", "MDR"], days: -1, by: "any" },
  "BRS-NO-315": { roles: ["DDQ"], days: -1, by: "supplier" },
  "BRS-NO-601": { roles: ["DDQ"], days: 0, by: "supplier" },
  "BRS-NO-611": { roles: ["DDQ"], days: 0, by: "other" },
  "BRS-NO-622": { roles: ["AG"], days: 365, by: "any" },
} as const;
export type Process = keyof typeof processes;
export const is_process = (name: string): name is Process => name in processes;

const without_process = { roles: [] as readonly string[], days: 0, by: "any" };

/** Who may send it, and when it is from; of a message without a process anybody, and now. */
export const terms_of = (what: string): { roles: readonly string[]; days: number; by: string } =>
  is_process(what) ? processes[what] : without_process;

export const moved = (day: string, days: number): string => new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);

export function able_parties(what: string, parties: Party[]): Party[] {
  const { roles } = terms_of(what);
  return roles.length === 0 ? parties : parties.filter((one) => one.roles.some((role) => roles.includes(role)));
}

export const supplier_of = (point: MeteringPoint | null): string | undefined => point?.contracts.find((contract) => contract.to === null)?.supplier;

/** Who would send it: another supplier than the point's, or the point's own. */
export function sender_for(what: string, point: MeteringPoint | null, parties: Party[]): string {
  const { by } = terms_of(what);
  const able = able_parties(what, parties);
  const supplier = supplier_of(point);
  if (by === "supplier" && supplier) return supplier;
  return (by === "other" ? able.find((party) => party.gln !== supplier) : able[0])?.gln ?? "";
}
