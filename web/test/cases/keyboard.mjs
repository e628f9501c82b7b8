// What the keyboard reaches.

import assert from 'node:assert/strict';
import { test } from '../support/suite.mjs';
import { until, untilText } from '../support/until.mjs';

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
  const names = await tabTo(page, 'Query editor');
  const wanted = [
    ...BAR,
    'Examples',
    'Copy link',
    'Take as file',
    'Show Documentation Explorer',
    'Open settings dialog',
    'New tab',
  ];
  for (const name of wanted) assert.ok(names.includes(name), `“${name}” is not in: ${names.join(', ')}`);
  await keyboard.press('Enter');
  await keyboard.press('Control+Enter');
  await playground.untilResult(/"data"/);
  await tabOutOfEditor(playground);
  await tabTo(page, 'Result');
  // Ctrl+M, Monaco's own key, has Tab leave until it is pressed again.
  await playground.focus();
  await keyboard.press('Control+m');
  await tabTo(page, 'Execute query', 1);
});

/** Tab indents in the editor; after Escape it leaves, which is told. */
async function tabOutOfEditor({ page, keyboard, query }) {
  const told = page.locator('.keys');
  const isInEditor = () => page.evaluate(() => Boolean(document.activeElement.closest('.monaco-editor')));
  assert.equal(await told.innerText(), 'Esc, then Tab, leaves the editor.');
  assert.equal(await told.getAttribute('role'), 'status');
  const label = await page.evaluate(() => document.activeElement.getAttribute('aria-label'));
  assert.match(label, /Esc, then Tab, leaves the editor/);
  const before = await query();
  await keyboard.press('Tab');
  await until('Tab indents', async () => (await query()) !== before);
  assert.ok(await isInEditor());
  await keyboard.press('Escape');
  await untilText(() => told.innerText(), 'Tab now leaves the editor.');
  // Another key takes it back.
  await keyboard.press('ArrowDown');
  await untilText(() => told.innerText(), /^Esc/);
  await keyboard.press('Escape');
  await keyboard.press('Shift+Tab');
  assert.equal(await isInEditor(), false, 'backwards');
  await page.locator('.graphiql-query-editor textarea').first().focus();
  await keyboard.press('Escape');
  await tabTo(page, 'Execute query', 1);
  await untilText(() => told.innerText(), /^Esc/);
}

test('The keyboard leaves the editors of variables and headers, too', async (visitor) => {
  const playground = await visitor.playground();
  const { page, keyboard } = playground;
  for (const name of ['Variables', 'Headers']) {
    await playground.openTool(name);
    await keyboard.type('{');
    await keyboard.press('Tab');
    assert.ok(await page.evaluate(() => Boolean(document.activeElement.closest('.monaco-editor'))), name);
    await keyboard.press('Escape');
    await keyboard.press('Tab');
    assert.equal(
      await page.evaluate(() => Boolean(document.activeElement.closest('.monaco-editor'))),
      false,
      name,
    );
  }
});

test('The keyboard reaches the search and the types of /reference', async (visitor) => {
  const page = await visitor.reference();
  await tabTo(page, 'Search names');
  await page.keyboard.type('reserve fund');
  await page.keyboard.press('Enter');
  await page.waitForURL('**/reference?q=reserve+fund');
  await tabTo(page, 'Iscm.reserveFund');
  await page.keyboard.press('Enter');
  await page.waitForURL('**/reference/Iscm#Iscm.reserveFund');
});
