// Documents to hold against schemas, and changed ones. What is drawn comes from a seed, so a failure can be seen again.
let state = 20_261_129;

/** A number below `most`. */
export function draw(most) {
  state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
  return state % most;
}

function places(value, path = [], all = []) {
  if (path.length > 1) all.push(path);
  if (value !== null && typeof value === 'object') for (const key of Object.keys(value)) places(value[key], [...path, key], all);
  return all;
}

const ifText = (change) => (parent, key) => {
  if (typeof parent[key] === 'string') parent[key] = change(parent[key]);
};
const changes = [
  (parent, key) => (Array.isArray(parent) ? parent.splice(Number(key), 1) : delete parent[key]),
  (parent, key) => (Array.isArray(parent) ? parent.push(structuredClone(parent[key])) : (parent.bogus = 1)),
  ...[null, '', 'ZZZ9', 42, -7, 1.5, 1e15, true, {}, []].map((value) => (parent, key) => (parent[key] = value)),
  (parent, key) => (parent[key] = [parent[key]]),
  (parent, key) => (parent[key] = { value: parent[key] }),
  (parent, key) => {
    if (parent[key] !== null && typeof parent[key] === 'object') parent[key] = 'x';
  },
  ifText((text) => text.slice(0, -1)),
  ifText((text) => text + 'x'.repeat(300)),
  ifText((text) => `${text}\u0001`),
  ...['2026-02-30T00:00:00Z', '2024-02-29T24:00:00Z', '2023-02-29T00:00:00Z', 'PT.5S', 'P1DT'].map((text) => ifText(() => text)),
];

/** A copy with one thing changed somewhere. */
export function mutant(document) {
  const copy = structuredClone(document);
  const all = places(copy);
  const path = all[draw(all.length)];
  const parent = path.slice(0, -1).reduce((at, key) => at[key], copy);
  changes[draw(changes.length)](parent, path.at(-1));
  return copy;
}
