/** Made by web/dialects.mjs from dialects/ and values/; values/elhub.yaml and docs/dialects.md explain what is in them. */
declare module "virtual:dialects" {
  export interface Places {
    record: string;
    of: string[];
    lacks?: string;
    direction?: string;
    product?: string;
    unit?: string;
    start: string;
    end?: string;
    resolution?: string;
    value: string;
    position?: string;
    kinds?: Record<string, import("./read").Kind>;
    quantity?: string;
    quality?: string;
    qualities?: Record<string, import("./read").Kind>;
  }
  export interface Dialect {
    id: string;
    /** how those of its documents begin that no other market has */
    namespaces?: string;
    /** other documents are of this market when they have one of these values */
    known_by: Record<string, string[]>;
    clock: import("./clock").ClockRules;
    series: Places[];
    words: Record<string, { en: string; nb: string }>;
  }
  const dialects: Dialect[];
  export default dialects;
}
