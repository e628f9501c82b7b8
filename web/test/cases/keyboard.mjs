// What the keyboard reaches.

import assert from 'node:assert/strict';
import { test } from '../support/suite.mjs';
import { until } from '../support/until.mjs';

const BAR = ['ISCM Graph', 'About', 'Reference', 'Schema'];

/** What has the focus: its name, and whether it is seen. */
function focused() {
  const element = document.activeElement;
  const { width, height } = element.getBoundingClientRect();
  const field = element.labels?.[0]?.innerText;
  const editor = element.matches('.graphiql-editor') && element.closest('section').getAttribute('aria-label');
  const name = element.getAttribute('aria-label') || field || editor || element.innerText;
  return {
    name: name.trim(),
    seen:
      width > 0 && height > 0 && element.checkVisibility({ opacityProperty: true, visibilityProperty: true }),
    marked: element.matches(':focus-visible'),
  };
}

/** Presses Tab until something has the focus, and gives what had it until then. */
async function tabTo(page, wanted, atMost = 60) {
  const names = [];
  for (let presses = 0; presses < atMost; presses += 1) {
    await page.keyboard.press('Tab');
    const { name, seen, marked } = await page.evaluate(focused);
    assert.ok(seen && marked, `the focus is on “${name}” and cannot be seen there`);
    names.push(name);
    if (name.startsWith(wanted)) return names;
  }
  throw new Error(`Tab does not reach “${wanted}”, only: ${names.join(', ')}`);
}

test('The keyboard reaches all of the playground, into the editor and out of it', async (visitor) => {
  const playground = await visitor.playground();
  const { page, keyboard } = playground;
  const names = await tabTo(page, 'Operation Editor');
  const wanted = [
    ...BAR,
    'Examples',
    'Copy link',
    'Show Documentation Explorer',
    'Open settings dialog',
    'New tab',
  ];
  for (const name of wanted) assert.ok(names.includes(name), `“${name}” is not in: ${names.join(', ')}`);
  await keyboard.press('Enter');
  await keyboard.press('Control+Enter');
  await playground.untilResult(/"data"/);
  // Tab indents in the editor, until Ctrl+M has it leave.
  await keyboard.press('Control+m');
  await tabTo(page, 'Execute query', 1);
  await tabTo(page, 'Result Window');
});

test('The keyboard reaches all links of /about, and skips to its text', async (visitor) => {
  const page = await visitor.about();
  const links = await page
    .locator('a:visible')
    .evaluateAll((all) => all.map((link) => link.innerText.trim()));
  const names = await tabTo(page, links.at(-1));
  assert.equal(names[0], 'Skip to the text');
  for (const name of links) assert.ok(names.includes(name), `“${name}” is not in: ${names.join(', ')}`);
  await page.locator('.skip').focus();
  await page.keyboard.press('Enter');
  await until('the text has the focus', () => page.evaluate(() => document.activeElement.id === 'content'));
  await tabTo(page, 'Open the playground', 1);
});

test('The keyboard reaches the search, the list and the text of /reference', async (visitor) => {
  const page = await visitor.reference('#Iscm');
  const names = await tabTo(page, 'Search names');
  assert.equal(names[0], 'Skip to the text');
  for (const name of BAR) assert.ok(names.includes(name), `“${name}” is not in: ${names.join(', ')}`);
  await tabTo(page, 'Query');
  await page.locator('#skip').focus();
  await page.keyboard.press('Enter');
  await until('the text has the focus', () => page.evaluate(() => document.activeElement.id === 'page'));
  assert.equal(new URL(page.url()).hash, '#Iscm');
});
