// The reference and the guides, in a browser.

import assert from 'node:assert/strict';
import { test } from '../support/suite.mjs';
import { untilText } from '../support/until.mjs';

const heading = (page) => page.locator('h1').innerText();

test('Links to the reference of one page lead to the pages of its types', async (visitor) => {
  const page = await visitor.reference('#Iscm.members');
  await page.waitForURL('**/reference/Iscm#Iscm.members');
  assert.equal(await heading(page), 'Iscm');
  const listed = await visitor.reference('#MembershipConnection');
  await untilText(() => heading(listed), 'MembershipConnection');
});

test('A search in the reference needs no scripts', async (visitor) => {
  const page = await visitor.reference('', { context: { javaScriptEnabled: false } });
  await page.getByLabel('Search names').fill('reserve fund');
  await page.keyboard.press('Enter');
  await page.getByRole('link', { name: 'Iscm.reserveFund' }).click();
  await untilText(() => heading(page), 'Iscm');
});

test('The example of a type runs in the playground', async (visitor) => {
  const page = await visitor.reference('/Fund');
  await page.getByRole('link', { name: 'Run it', exact: true }).click();
  const playground = await visitor.playgroundNow();
  await playground.untilResult(/^\{ "data": \{ "funds": .*"name": "/);
  await playground.untilStatus(/^cost/);
});

test('A query of a guide runs in the playground', async (visitor) => {
  const page = await visitor.open('/docs/asking');
  await page.getByRole('link', { name: 'Run it', exact: true }).first().click();
  const playground = await visitor.playgroundNow();
  await playground.untilResult(/^\{ "data": \{ "iscms": .*"acronym": "/);
});

test('Guides and the reference fit on a phone', async (visitor) => {
  const context = { viewport: { width: 320, height: 640 }, hasTouch: true };
  for (const path of ['/docs/', '/docs/files', '/docs/clients', '/reference', '/reference/Iscm', '/reference/Query']) {
    const page = await visitor.open(path, { context });
    const width = await page.evaluate(() => document.documentElement.scrollWidth);
    assert.ok(width <= 320, `${path} is ${width} pixels wide`);
  }
});
