// Runs the browser tests: node web/test/run.mjs http://127.0.0.1:8000/ [words of a test's name]

import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { launch } from './support/browser.mjs';
import { tests } from './support/suite.mjs';
import { Visitor } from './support/visitor.mjs';

/** The files of `cases`, in their order: what takes longest first, so that no lane waits for it at the end. */
const CASES = [
  'accessible',
  'written',
  'start',
  'writing',
  'answers',
  'subscription',
  'examples',
  'links',
  'panels',
  'file',
  'reference',
  'keyboard',
  'every-page',
  'foot',
  'proposals',
  'reader',
];

const [address, ...words] = process.argv.slice(2);
if (!URL.canParse(address)) {
  console.error('usage: node web/test/run.mjs http://127.0.0.1:8000 [words of a test’s name]');
  process.exit(2);
}
// The server may be published under a path.
const server = new URL(address).href.replace(/[?#].*|\/$/g, '');
await fetch(server).catch(({ cause }) => {
  console.error(`no server at ${server}: ${cause?.message}`);
  process.exit(1);
});
const pictures = process.env.ISCM_WEB_SHOTS;
const skipped = process.env.ISCM_WEB_SKIP?.split(',') ?? [];
for (const name of CASES) if (!skipped.includes(name)) await import(`./cases/${name}.mjs`);
const chosen = tests.filter(({ name }) => name.toLowerCase().includes(words.join(' ').toLowerCase()));

// Two at a time, each in a browser of its own: they share nothing, not even a clipboard.
const LANES = 2;

const queue = [...chosen];
let failed = 0;
await Promise.all(Array.from({ length: LANES }, lane));
console.log(`${chosen.length - failed} passed, ${failed} failed`);
process.exitCode = failed || !chosen.length ? 1 : 0;

async function lane() {
  const browser = await launch(server);
  while (queue.length) await run(browser, queue.shift());
  await browser.close();
}

async function run(browser, test) {
  // A browser on a busy machine misses an event now and then: what fails is tried once more, and both are told.
  if (await passes(browser, test)) return;
  if (await passes(browser, test)) console.log(`     ${test.name}: passed when it was tried again`);
  else failed += 1;
}

async function passes(browser, { name, steps }) {
  const start = performance.now();
  const visitor = new Visitor(browser, server);
  const faults = await faultsOf(steps, visitor);
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  if (faults.length) {
    console.log(`FAIL ${name} (${seconds} s)\n${faults.join('\n').slice(0, 3000).replace(/^/gm, '       ')}`);
    await keepPicture(visitor, name);
  } else {
    console.log(`ok   ${name} (${seconds} s)`);
  }
  await visitor.leave();
  return !faults.length;
}

/** What is wrong: a step that fails, and all that happened and must not. */
async function faultsOf(steps, visitor) {
  const faults = [];
  try {
    await steps(visitor);
  } catch (error) {
    faults.push(error.stack ?? String(error));
  }
  try {
    faults.push(...(await visitor.problems()));
  } catch (error) {
    faults.push(`The page is gone: ${error.message}`);
  }
  return faults;
}

async function keepPicture(visitor, name) {
  if (!pictures) return;
  await mkdir(pictures, { recursive: true });
  await visitor.takePicture(join(pictures, `${name.replace(/[^\p{L}\p{N}]+/gu, '-')}.png`));
}
