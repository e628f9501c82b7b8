// The schema reference.

import assert from 'node:assert/strict';
import { test } from '../support/suite.mjs';
import { until, untilText } from '../support/until.mjs';
import { exampleMaker } from '../../src/reference/example.js';
import { INTROSPECTION } from '../../src/reference/introspection.js';
import { isMachinery, readSchema } from '../../src/reference/model.js';

const heading = (page) => page.locator('h1').innerText();

test('/reference finds reserveFund by keyboard, and by the words “reserve fund”', async (visitor) => {
  const page = await visitor.reference();
  const list = () => page.locator('#list').innerText();
  await page.keyboard.press('/');
  await page.keyboard.type('reserveFund');
  await untilText(list, /^Iscm\.reserveFund/);
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await untilText(() => heading(page), 'Iscm');
  assert.equal(new URL(page.url()).hash, '#Iscm.reserveFund');
  await until('the field is in view', () =>
    page.locator('[id="Iscm.reserveFund"]').evaluate((field) => {
      const { top } = field.getBoundingClientRect();
      return top >= 0 && top < innerHeight / 2;
    }),
  );
  await page.getByLabel('Search names').fill('reserve fund');
  await untilText(list, /^Iscm\.reserveFund/);
  await page.getByLabel('Search names').fill('xyzzy');
  await untilText(() => page.locator('#found').innerText(), 'Nothing has these words.');
});

test('/reference has a page for each type and directive, without dead links', async (visitor) => {
  const page = await visitor.reference();
  const { __schema } = await visitor.ask('{ __schema { types { name } directives { name } } }');
  const wanted = [
    ...__schema.types.map(({ name }) => name).filter((name) => !name.startsWith('__')),
    ...__schema.directives.map(({ name }) => `@${name}`),
  ];
  const listed = await page
    .locator('#list a')
    .evaluateAll((links) => links.map((link) => link.hash.slice(1)));
  assert.deepEqual(listed.sort(), wanted.sort());
  const dead = await page.evaluate(findDeadLinks, listed);
  assert.deepEqual(dead, []);
});

/** Runs in the page: shows every type, and then looks whether all links found lead to something. */
async function findDeadLinks(names) {
  const there = new Set(['']);
  const links = new Map();
  const content = document.getElementById('page');
  for (const name of names) {
    const shown = new Promise((resolve) => addEventListener('hashchange', resolve, { once: true }));
    location.hash = name;
    await shown;
    if (content.querySelector('h1').textContent !== name) continue;
    there.add(name);
    for (const part of content.querySelectorAll('[id]')) there.add(part.id);
    for (const link of content.querySelectorAll('a')) {
      const href = link.getAttribute('href');
      if (href.startsWith('#')) links.set(href.slice(1), name);
    }
  }
  const withoutPage = names.filter((name) => !there.has(name));
  const dead = [...links].filter(([to]) => !there.has(to)).map(([to, name]) => `${name} -> ${to}`);
  return [...withoutPage, ...dead];
}

test('/reference goes back as the browser does, and says what is not in the schema', async (visitor) => {
  const page = await visitor.reference('#Iscm');
  assert.equal(await page.title(), 'Iscm · ISCM Graph');
  await page.locator('[id="Iscm.members"] h3 a', { hasText: 'MembershipConnection' }).click();
  await untilText(() => heading(page), 'MembershipConnection');
  assert.match(await page.locator('#page').innerText(), /Used by[\s\S]*Iscm\.members/);
  await page.goBack();
  await untilText(() => heading(page), 'Iscm');
  await page.evaluate(() => (location.hash = '#Nothing'));
  await untilText(() => page.locator('#page').innerText(), /There is no Nothing/);
});

test('/reference shows each kind of type', async (visitor) => {
  const page = await visitor.reference();
  const kinds = {
    NodeType: /^Enum\b[\s\S]*CHAIRMANSHIP/,
    MembershipFilter: /^Input object/,
    Node: /^Interface\b[\s\S]*Implemented by[\s\S]*Iscm/,
    Date: /^Scalar\b[\s\S]*Specified by/,
    '@skip': /^Directive\b[\s\S]*On FIELD/,
  };
  for (const [name, wanted] of Object.entries(kinds)) {
    await page.evaluate((hash) => (location.hash = hash), name);
    await untilText(() => page.locator('#page').innerText(), wanted);
  }
});

/** The schema as the reference reads it, with what makes its examples. */
async function schemaOf(visitor) {
  const { __schema } = await visitor.ask(INTROSPECTION);
  const schema = readSchema(__schema);
  return { ...schema, exampleOf: exampleMaker(schema.types, schema.roots) };
}

/** Types of which the data has nothing yet. */
const WITHOUT_DATA = ['CommitmentInput'];

test('Every type of /reference has an example that the server answers', async (visitor) => {
  const { types, exampleOf } = await schemaOf(visitor);
  const faults = [];
  let asked = 0;
  for (const type of types.values()) {
    const query = exampleOf(type);
    if (!query) {
      const isOfQueries = type.kind !== 'DIRECTIVE' || type.locations.includes('FIELD');
      if (isOfQueries) faults.push(`${type.name} has no example`);
      continue;
    }
    asked += 1;
    const data = await answer(visitor, query).catch((error) =>
      faults.push(`${type.name}: ${error.message}\n${query}`),
    );
    const mayBeEmpty = isMachinery(type) || WITHOUT_DATA.includes(type.name);
    if (!mayBeEmpty && !holdsSomething(data)) faults.push(`${type.name}: nothing is found by\n${query}`);
  }
  assert.ok(asked > 300, `${asked} examples`);
  assert.deepEqual(faults, []);
});

/** The data that a query gives, or the first event of a subscription. */
async function answer(visitor, query) {
  if (!query.startsWith('subscription')) return visitor.ask(query);
  const response = await fetch(`${visitor.server}/graphql/stream`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'text/event-stream' },
    body: JSON.stringify({ query }),
  });
  let text = '';
  for await (const chunk of response.body) {
    text += new TextDecoder().decode(chunk);
    if (/^data: *\{.*\n\n/m.test(text)) break;
  }
  const { data, errors } = JSON.parse(text.match(/^data: *(.*)$/m)[1]);
  if (errors) throw new Error(errors[0].message);
  return data;
}

/** Whether there is any value: on the way to a type no other is asked for. */
const holdsSomething = (data) =>
  data !== null && (typeof data === 'object' ? Object.values(data).some(holdsSomething) : data !== undefined);

test('/reference shows the example of a type, which runs in the playground', async (visitor) => {
  const { types, exampleOf } = await schemaOf(visitor);
  const page = await visitor.reference('#Fund');
  assert.equal(await page.locator('.example').innerText(), exampleOf(types.get('Fund')));
  await page.getByRole('link', { name: 'Run it in the playground' }).click();
  const playground = await visitor.playgroundNow();
  await playground.untilResult(/^\{ "data": \{ "funds": .*"name": "/);
  await playground.untilStatus(/^cost/);
});

test('/reference tells what fields cost, as the schema does', async (visitor) => {
  const page = await visitor.reference('#Query.search');
  const costOf = (place) => page.locator(`[id="${place}"] .cost`).innerText();
  assert.match(
    await costOf('Query.search'),
    /as many as first tells, \d+ without it\. The field costs 10 points more/,
  );
  assert.match(await costOf('Query.iscms'), /as many as first or last tells, 50 without it/);
  assert.equal(await costOf('Query.iscm'), 'It costs 1 point and what is asked of it.');
  await page.evaluate(() => (location.hash = '#Iscm'));
  await untilText(() => heading(page), 'Iscm');
  assert.equal(await costOf('Iscm.established'), 'It costs 0.1 points.');
  assert.match(await costOf('Iscm.citations'), /^Each item costs 1 point and .* 10 are counted/);
  // Each of the schema's directives is told.
  const costs = await (await fetch(`${visitor.server}/costs.json`)).json();
  const schema = await (await fetch(`${visitor.server}/schema.graphql`)).text();
  const lines = schema.split('\n').filter((line) => line.startsWith('\t'));
  for (const name of ['cost', 'listSize']) {
    const told = Object.values(costs).filter((of) => name in of).length;
    assert.equal(told, lines.filter((line) => line.includes(` @${name}(`)).length, name);
  }
});

test('/reference folds away what all lists have', async (visitor) => {
  const page = await visitor.reference('#Iscm');
  const machinery = page.locator('#list details', { hasText: 'Machinery of lists' });
  assert.equal(await machinery.getAttribute('open'), null);
  const listed = await machinery.locator('a').evaluateAll((links) => links.map((link) => link.textContent));
  for (const name of [
    'IscmConnection',
    'IscmEdge',
    'IscmOrder',
    'IscmOrderField',
    'IscmFilter',
    'PageInfo',
  ]) {
    assert.ok(listed.includes(name), name);
  }
  const others = page.locator('#list details').filter({ hasNotText: 'Machinery of lists' });
  const names = await others.locator('a').evaluateAll((links) => links.map((link) => link.textContent));
  assert.deepEqual(
    names.filter((name) => /(Connection|Edge|Filter|Order)$/.test(name)),
    [],
  );
  const members = page.locator('[id="Iscm.members"]');
  assert.ok(await members.getByText('role:', { exact: false }).first().isVisible());
  assert.equal(await members.getByText('orderBy:').isVisible(), false);
  await members.locator('summary').click();
  assert.ok(await members.getByText('orderBy:').isVisible());
  const uses = page.locator('details', { hasText: 'In the machinery of lists' });
  assert.equal(await uses.getAttribute('open'), null);
});
