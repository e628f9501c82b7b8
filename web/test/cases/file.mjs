// A query as a file.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { faults } from '../support/axe.mjs';
import { test } from '../support/suite.mjs';
import { untilText } from '../support/until.mjs';
import { writeLink } from '../../src/shared/link.js';

const variables = '{ "a": "RCM" } // the first';
const one = 'query Members($a: String!) { iscm(acronym: $a) { members { nodes { country { code3 } } } } }';
const two = '{ iscms { nodes { acronym aliases members { nodes { role } } } } }';

/** Opens what takes the file of a query. */
async function open(visitor, link) {
  const playground = await visitor.playground(writeLink(link));
  await playground.untilQuery(link.query);
  await playground.page.getByRole('button', { name: 'Take as file' }).click();
  const panel = playground.page.locator('.file-panel');
  await panel.waitFor();
  return { page: playground.page, panel, said: () => panel.getByRole('status').innerText() };
}

/** The text of the file that comes. */
async function downloaded({ page, panel }) {
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    panel.getByRole('button', { name: 'Download' }).click(),
  ]);
  return { name: download.suggestedFilename(), text: await readFile(await download.path(), 'utf8') };
}

test('A query is taken as a file, whole, and by the command that is copied', async (visitor) => {
  const opened = await open(visitor, { query: one, variables });
  const { name, text } = await downloaded(opened);
  assert.equal(name, 'Members.csv');
  const [head, ...rows] = text.trim().split('\r\n');
  assert.equal(head, '_key,iscm.members.country.code3');
  const { iscm } = await visitor.ask('{ iscm(acronym: "RCM") { members { totalCount } } }');
  assert.equal(rows.length, iscm.members.totalCount);
  await untilText(opened.said, 'Members.csv is there.');

  await opened.panel.getByRole('button', { name: 'Copy curl command' }).click();
  await untilText(opened.said, 'The command is copied.');
  const copied = await opened.page.evaluate(() => navigator.clipboard.readText());
  const folder = await mkdtemp(join(tmpdir(), 'iscm-file-'));
  await promisify(execFile)('sh', ['-c', copied], { cwd: folder });
  assert.deepEqual(await readdir(folder), ['Members.csv']);
  assert.equal(await readFile(join(folder, 'Members.csv'), 'utf8'), text);
});

test('Where the rows may be those of several lists one is chosen', async (visitor) => {
  visitor.expectProblem(/graphql\?format=(csv|jsonl)&lists=join with status 400/);
  visitor.expectProblem(/console: error: Failed to load resource/);
  const opened = await open(visitor, { query: two });
  await opened.panel.getByRole('button', { name: 'Download' }).click();
  await untilText(opened.said, 'The rows may be those of several lists: choose one.');
  assert.deepEqual(await faults(opened.page), []);
  await opened.panel.getByLabel('One row for each of').selectOption('iscms.members');
  const { text } = await downloaded(opened);
  assert.match(text, /^_key,iscms\.acronym,iscms\.aliases,iscms\.members\.role\r\n/);
  // Escape closes it, and the button has the focus again.
  await opened.page.keyboard.press('Escape');
  await opened.panel.waitFor({ state: 'detached' });
  const focused = await opened.page.evaluate(() => document.activeElement.textContent);
  assert.equal(focused, 'Take as file');
});

test('What is no query of rows, and variables that cannot be read, are told', async (visitor) => {
  visitor.expectProblem(/graphql\?format=(csv|jsonl)&lists=join with status 400/);
  visitor.expectProblem(/console: error: Failed to load resource/);
  const live = await open(visitor, { query: 'subscription { dataset { version } }' });
  await live.panel.getByRole('button', { name: 'Download' }).click();
  await untilText(live.said, /a file is the answer to a query/);
  const broken = await open(visitor, { query: one, variables: '{ "a": ' });
  await broken.panel.getByRole('button', { name: 'Download' }).click();
  await untilText(broken.said, 'The variables are no JSON object.');
});
