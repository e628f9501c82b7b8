// The schema reference.

import assert from 'node:assert/strict';
import { test } from '../support/suite.mjs';
import { until, untilText } from '../support/until.mjs';

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
