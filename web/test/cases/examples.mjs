// The playground's list of examples.

import assert from 'node:assert/strict';
import { test } from '../support/suite.mjs';
import { until, untilText } from '../support/until.mjs';

test('An example, found by words and picked by keyboard, takes the place of the untouched one', async (visitor) => {
  const playground = await visitor.playground();
  const { page, keyboard } = playground;
  await playground.examples.focus();
  await keyboard.type('chaired bali');
  await until('one is left', async () => (await page.getByRole('option').count()) === 1);
  await keyboard.press('Enter');
  await playground.untilQuery(/query BaliChair2016 \{/);
  await playground.untilOperation('BaliChair2016');
  assert.equal(await playground.tabs.count(), 1);
  await until('the address is a link to it', () => /^#query=/.test(new URL(page.url()).hash));
  await playground.untilResult(/"chairs"/);
  await playground.untilStatus(/^cost/);
  // The editor has the focus now.
  await keyboard.press('Control+Enter');
  await playground.untilStatus(/^cost/);
});

test('Examples stand by subject, as questions; one asks for the chairs of today', async (visitor) => {
  const playground = await visitor.playground();
  const { page } = playground;
  await playground.examples.click();
  await page.getByRole('option').first().waitFor();
  const shown = await page.getByRole('group').evaluateAll((groups) =>
    groups
      .filter((group) => group.closest('.examples-list'))
      .map((group) => ({
        subject: group.getAttribute('aria-label'),
        titles: [...group.querySelectorAll('[role=option]')].map((option) => option.textContent),
      })),
  );
  const wanted = [];
  for (const { subject, title } of await visitor.examples()) {
    if (wanted.at(-1)?.subject !== subject) wanted.push({ subject, titles: [] });
    wanted.at(-1).titles.push(title);
  }
  assert.ok(wanted.length > 5, `${wanted.length} subjects`);
  assert.deepEqual(shown, wanted);
  await page.getByRole('option', { name: 'Who chairs what this year?' }).click();
  await playground.openTool('Variables');
  await playground.untilTool(new RegExp(new Date().toISOString().slice(0, 7)));
  await playground.untilResult(/"chairmanships"/);
});

test('An example does not take the place of what was written', async (visitor) => {
  const playground = await visitor.playground();
  const { page } = playground;
  await playground.write('query Mine { iscm(acronym: "RCM") { name } }', 'Mine');
  await playground.examples.click();
  await page.getByRole('option', { name: /Honduras/ }).click();
  await playground.untilQuery(/query Honduras \{/);
  await until('a second tab', async () => (await playground.tabs.count()) === 2);
  await playground.untilOperation('Honduras');
  await playground.tabs.first().click();
  await playground.untilQuery(/^query Mine/);
});

test('Examples are found by what is in their queries; words that none has say so', async (visitor) => {
  const playground = await visitor.playground();
  const { page } = playground;
  const all = await visitor.examples();
  await playground.examples.click();
  await until('all', async () => (await page.getByRole('option').count()) === all.length);
  await playground.examples.fill('reserveFund');
  await until('fewer', async () => (await page.getByRole('option').count()) < all.length);
  await page.getByRole('option', { name: /^How is the RCM built/ }).waitFor();
  await playground.examples.fill('xyzzy');
  await untilText(() => page.locator('.examples-list').innerText(), /No example has these words/);
});
