// check.mjs CIMGATE FOLDER: FOLDER/2020-12 and FOLDER/07 hold what `schemas export` wrote. What cimgate makes is valid by
// its schemas, and of changed documents ajv says what cimgate says.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import Ajv from 'ajv';
import Ajv2020 from 'ajv/dist/2020.js';
import { draw, mutant } from './documents.mjs';

const [cimgate, folder] = process.argv.slice(2);
const mutants = 1000;
const profiles = ['nmeg/0.1', 'nmeg-no/0.1'];
const json = (path) => JSON.parse(readFileSync(path, 'utf8'));

function run(...words) {
  const done = spawnSync(cimgate, words, { encoding: 'utf8', maxBuffer: 2 ** 30 });
  assert.ok(done.status === 0 || done.status === 1 || done.status === 3, `${words.join(' ')}: ${done.status} ${done.stderr}`);
  return done;
}

function compiled(edition, Validator) {
  const of = {};
  for (const profile of profiles)
    for (const file of readdirSync(`${folder}/${edition}/${profile}`))
      of[`${profile}/${file}`] = new Validator({ strictTypes: true, allowUnionTypes: true }).compile(
        json(`${folder}/${edition}/${profile}/${file}`),
      );
  return of;
}
const editions = [compiled('2020-12', Ajv2020), compiled('07', Ajv)];
const rootOf = (document) => Object.keys(document)[0];

function judge(name, value) {
  const [first, second] = editions.map((edition) => edition[name](value));
  assert.equal(first, second, `the editions differ: ${name}`);
  return first;
}
function mustBeValid(name, value, what) {
  assert.ok(judge(name, value), `${what} is refused by ${name}: ${JSON.stringify(editions[0][name].errors)}`);
}

let samples = 0;
for (const profile of profiles) {
  const documents = [];
  for (const file of Object.keys(editions[0])) {
    const root = file.slice(profile.length + 1, -'.json'.length);
    if (!file.startsWith(`${profile}/`) || root === 'bundle') continue;
    const into = `${folder}/samples/${profile}/${root}`;
    run('sample', root, '--profile', profile, '--to', 'json', '--count', '4', '--seed', '9', '-o', into);
    for (const name of readdirSync(into)) documents.push(json(`${into}/${name}`));
  }
  for (const document of documents) {
    mustBeValid(`${profile}/${rootOf(document)}.json`, document, 'a sample');
    mustBeValid(`${profile}/bundle.json`, { documents: [document] }, 'a bundle of a sample');
  }
  samples += documents.length;

  const into = `${folder}/mutants/${profile}`;
  mkdirSync(into, { recursive: true });
  const changed = Array.from({ length: mutants }, () => mutant(documents[draw(documents.length)]));
  changed.forEach((document, at) => writeFileSync(`${into}/${at}.json`, JSON.stringify(document)));
  let refused = 0;
  for (const line of run('validate', '--level', 'schema', '--format', 'ndjson', '--schema', profile, into).stdout.trim().split('\n')) {
    const file = JSON.parse(line);
    const document = changed[Number(/(\d+)\.json$/.exec(file.file)[1])];
    const said = judge(`${profile}/${rootOf(document)}.json`, document);
    assert.equal(said, file.verdict === 'valid', `cimgate says ${file.verdict} to ${JSON.stringify(document)}`);
    if (!said) ++refused;
  }
  assert.ok(refused > mutants / 2, 'the changes change something');
}

let bundles = 0;
for (const message of readdirSync('examples')) {
  const valid = `examples/${message}/valid`;
  if (!existsSync(valid)) continue;
  for (const file of readdirSync(valid))
    for (const profile of profiles) {
      const made = JSON.parse(run('translate', `${valid}/${file}`, '--profile', profile).stdout);
      mustBeValid(`${profile}/${made.documents ? 'bundle' : rootOf(made)}.json`, made, `${valid}/${file}`);
      ++bundles;
    }
}
assert.ok(bundles > 100);

const report = new Ajv2020({ allowUnionTypes: true }).compile(json(`${folder}/2020-12/report.json`));
for (const verb of ['validate', 'check'])
  assert.ok(report(JSON.parse(run(verb, '--format', 'json', 'examples').stdout)), JSON.stringify(report.errors));

const supplement = new Ajv2020().compile(json(`${folder}/2020-12/supplement.json`));
const entry = { path: 'Header/Creation', value: 'x', reason: 'y' };
const whole = { message: 'M', schema: 's/1', profile: 'p/1', entries: [entry] };
assert.ok(supplement(whole));
for (const wrong of [{ ...entry, choice: 'Two' }, { path: 'a', reason: 'b' }, { ...entry, note: 1 }, { ...entry, value: 1 }])
  assert.ok(!supplement({ ...whole, entries: [wrong] }), JSON.stringify(wrong));

console.log(`JSON Schemas: ${samples} samples, ${2 * mutants} changed documents and ${bundles} bundles judged alike`);
