import type { Explanation } from "../api/types";
import { plain, type Place } from "./places";
import type { Shown } from "./translation";

/** A value of the translation, and what it was made of. */
export interface Link {
  value: Explanation;
  /** tab of the translation; -1 when the value stands nowhere in it */
  tab: number;
  target: Place | null;
  source: Place | null;
}

export interface Links {
  list: Link[];
  by_target: Map<Place, Link>;
  by_source: Map<Place, Link[]>;
}

const root_of = (path: string): string => path.split("/")[1] ?? "";

function by_path(places: Place[]): Map<string, Place[]> {
  const out = new Map<string, Place[]>();
  for (const place of places) {
    const same = out.get(place.path);
    if (same) same.push(place);
    else out.set(place.path, [place]);
  }
  return out;
}

/** Brings together what explains the values and where they stand on both sides. */
export function links_of(values: Explanation[], shown: Shown[], source: Place[], line_of: (offset: number) => number): Links {
  const sources = by_path(source);
  const tabs = shown.map(({ root, places }) => ({ root, places: by_path(places) }));
  // Two documents of a kind have the same paths: values come document by document, so one that comes again is the next's.
  const current = new Map<string, { tab: number; seen: Set<string> }>();
  const out: Links = { list: [], by_target: new Map(), by_source: new Map() };
  for (const value of values) {
    const path = plain(value.path);
    const root = root_of(path);
    let at = current.get(root);
    if (!at || at.seen.has(path)) {
      const next = tabs.findIndex((tab, index) => index > (at?.tab ?? -1) && tab.root === root);
      if (next >= 0 || !at) at = { tab: next, seen: new Set() };
      current.set(root, at);
    }
    at.seen.add(path);
    const target = tabs[at.tab]?.places.get(path)?.[0] ?? null;
    // What a supplement gave has its path there, and no other place.
    const given = value.how === "supplement" && !value.source ? "/supplement/" + path.split("/").slice(2).join("/") : "";
    const from = sources.get(value.source ? plain(value.source.path) : given) ?? [];
    const origin = from.find((place) => line_of(place.outerFrom) === value.source?.line) ?? from[0] ?? null;
    const link: Link = { value, tab: target ? at.tab : -1, target, source: origin };
    out.list.push(link);
    if (target) out.by_target.set(target, link);
    if (origin) {
      const same = out.by_source.get(origin);
      if (same) same.push(link);
      else out.by_source.set(origin, [link]);
    }
  }
  return out;
}

/** The smallest value whose element or member is at a position; else the first one that begins on the line. */
export function place_at(places: Place[], at: { position: number; from: number; to: number }): Place | null {
  let best: Place | null = null;
  let beside: Place | null = null;
  for (const place of places) {
    if (place.outerFrom <= at.position && at.position <= place.outerTo)
      if (!best || place.outerTo - place.outerFrom < best.outerTo - best.outerFrom) best = place;
    if (place.outerFrom >= at.from && place.outerFrom < at.to)
      if (!beside || place.outerFrom < beside.outerFrom) beside = place;
  }
  return best ?? beside;
}
