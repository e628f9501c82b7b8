// What axe-core finds on the pages, with all that can be opened open: light and dark, narrow and wide, each once.
// What it finds in colours hangs on no width, and what it finds in widths on no colour.

import assert from 'node:assert/strict';
import { faults } from '../support/axe.mjs';
import { KINDS } from '../support/pages.mjs';
import { test } from '../support/suite.mjs';
import { until, untilText } from '../support/until.mjs';

const LOOKS = {
  'light and wide': { viewport: { width: 1280, height: 800 }, colorScheme: 'light' },
  'dark and 320 pixels wide': { viewport: { width: 320, height: 640 }, colorScheme: 'dark' },
};

for (const [look, context] of Object.entries(LOOKS)) {
  const options = { context: { ...context, reducedMotion: 'reduce' } };

  test(`axe finds nothing serious in the playground, ${look}`, async (visitor) => {
    const playground = await visitor.playground('#example=rcm', options);
    const { page } = playground;
    await playground.untilStatus(/^cost/);
    const found = {};
    const look = async (what) => {
      // Colours fade in.
      await page.evaluate(() =>
        Promise.all(document.getAnimations().map((one) => one.finished.catch(() => {}))),
      );
      for (const fault of await faults(page)) found[fault] ??= what;
    };
    await look('the result');
    for (const [panel, open] of Object.entries(PANELS)) {
      await open(page, playground);
      await look(panel);
    }
    assert.deepEqual(found, {});
  });
}

test('axe finds nothing serious on a page of each other kind, in both looks', async (visitor) => {
  const found = {};
  const opened = async (path) => {
    const page = await visitor.open(path);
    await page.locator('details').evaluateAll((all) => all.forEach((details) => (details.open = true)));
    return page;
  };
  const look = async (page, what) => {
    for (const [look, { viewport, colorScheme }] of Object.entries(LOOKS)) {
      await page.setViewportSize(viewport);
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      for (const fault of await faults(page, { targets: false })) found[`${what}, ${look}: ${fault}`] = true;
    }
    await page.close();
  };
  for (const path of KINDS) await look(await opened(path), path);
  const plain = await opened('/plain#query={dataset{version}}');
  await untilText(() => plain.locator('#answer').innerText(), /"version"/);
  await until('types', async () => (await plain.locator('.type').count()) > 100);
  await look(plain, '/plain');
  assert.deepEqual(Object.keys(found), []);
});

/** What can be opened in the playground, and how; each stays open until the next is. */
const PANELS = {
  'the examples': async (page, { examples }) => {
    await examples.click();
    await page.getByRole('option').first().waitFor();
  },
  'the documentation': async (page) => {
    await page.keyboard.press('Escape');
    await page.getByLabel('Show Documentation Explorer').click();
    await page.locator('.graphiql-doc-explorer').getByText('Query', { exact: true }).click();
    await page.locator('.graphiql-doc-explorer').getByText('chairmanships').first().waitFor();
  },
  'the documentation of a type': async (page) => {
    await page.locator('.graphiql-doc-explorer').getByText('Iscm', { exact: true }).first().click();
    await page.locator('.graphiql-doc-explorer').getByText('reserveFund').first().waitFor();
  },
  'the explorer': async (page) => {
    await page.getByLabel('Show GraphiQL Explorer').click();
    const explorer = page.locator('.graphiql-explorer-root');
    await explorer.getByText('structures', { exact: true }).first().waitFor();
    await explorer.getByText('chairmanships', { exact: true }).first().click();
  },
  'the history': async (page) => {
    await page.getByLabel('Show History').click();
    await page.locator('.graphiql-history-item').first().waitFor();
  },
  'the variables': async (page) => {
    await page.getByLabel('Hide History').click();
    await page.getByRole('button', { name: 'Variables', exact: true }).click();
  },
  'the headers': (page) => page.getByRole('button', { name: 'Headers', exact: true }).click(),
  'a second tab': (page) => page.getByRole('button', { name: 'New tab' }).click(),
  'the settings': async (page) => {
    await page.getByLabel('Open settings dialog').click();
    await page.getByRole('dialog').waitFor();
  },
  'the short keys': async (page) => {
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.getByLabel('Open short keys dialog').click();
    await page.getByRole('dialog').waitFor();
  },
};
