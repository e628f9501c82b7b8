// How an analyst reads: from the first page to a source and back, tables, comparisons, the map, paper. All of it holds
// without JavaScript, on a phone in the dark, and by keyboard alone.

import assert from 'node:assert/strict';
import { test } from '../support/suite.mjs';

const LOOKS = {
  'on a desk': {},
  'without JavaScript': { javaScriptEnabled: false },
  'on a phone, in the dark': { viewport: { width: 390, height: 844 }, colorScheme: 'dark', hasTouch: true },
};

for (const [look, context] of Object.entries(LOOKS)) {
  test(`A reader goes from the search to a source and back, ${look}`, async (visitor) => {
    const page = await visitor.open('/', { context });
    await page.getByRole('searchbox').fill('Puebla');
    await page.getByRole('button', { name: 'Search' }).click();
    await page.waitForURL('**/search?q=Puebla');
    await page.getByRole('main').getByRole('link', { name: /Regional Conference on Migration/ }).first().click();
    await page.waitForURL('**/iscm/rcm');
    await page.getByRole('main').getByRole('link', { name: 'Summary of findings', exact: true }).click();
    await page.waitForURL('**/iscm/rcm/summary');
    const mark = page.locator('sup a').first();
    const number = (await mark.innerText()).trim();
    await mark.click();
    assert.equal(new URL(page.url()).hash, `#n${number}`);
    const note = page.locator(`#n${number}`);
    assert.ok(await note.isVisible());
    await note.getByRole('link').nth(1).click();
    await page.waitForURL('**/source/**');
    await page.goBack();
    await page.waitForURL('**/iscm/rcm/summary**');
    const width = await page.evaluate(() => document.documentElement.scrollWidth);
    assert.ok(width <= page.viewportSize().width, `${width} pixels wide`);
  });

  test(`A reader narrows a table, compares, and looks at the map, ${look}`, async (visitor) => {
    const page = await visitor.open('/memberships', { context });
    const main = page.getByRole('main');
      const filters = main.getByText('Filters', { exact: true });
    if (page.viewportSize().width < 700) await filters.click();
    await main.locator('a[href*="role=OBSERVER"]').first().click();
    await page.waitForURL('**role=OBSERVER**');
    const csv = await main.locator('a[href*="/d/memberships.csv"], a[href*="d/memberships.csv"]').first().getAttribute('href');
    const file = await page.request.get(new URL(csv, page.url()).href);
    const rows = (await file.text()).trim().split('\r\n').slice(1);
    assert.ok(rows.length > 100 && rows.every((row) => row.includes('OBSERVER')), `${rows.length} rows`);
    await page.goto(`${visitor.server}/compare?iscm=rcm&iscm=sacm`);
    assert.match(await main.innerText(), /South American Conference on Migration/);
    await page.goto(`${visitor.server}/map?iscm=rcm`);
    const map = main.locator('svg').first();
    assert.ok((await map.boundingBox()).width > 200);
    assert.match(await main.innerText(), /Honduras/);
    const width = await page.evaluate(() => document.documentElement.scrollWidth);
    assert.ok(width <= page.viewportSize().width, `${width} pixels wide`);
  });
}

test('A reader needs a keyboard alone', async (visitor) => {
  const page = await visitor.open('/');
  await page.keyboard.press('Tab');
  assert.equal(await focused(page), 'Skip to the content');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  await page.keyboard.type('Puebla');
  await page.keyboard.press('Enter');
  await page.waitForURL('**/search?q=Puebla');
  await tabTo(page, /Regional Conference on Migration/);
  await page.keyboard.press('Enter');
  await page.waitForURL('**/iscm/rcm');
  await tabTo(page, /^Summary of findings$/);
  await page.keyboard.press('Enter');
  await page.waitForURL('**/iscm/rcm/summary');
  await tabTo(page, /^1$/);
  await page.keyboard.press('Enter');
  await page.waitForURL('**/summary#n1');
  // What follows the note is what the keyboard reaches next.
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await page.waitForURL('**/source/**');
});

test('Suggestions stand below the search box', async (visitor) => {
  const page = await visitor.open('/');
  await page.getByRole('searchbox').pressSequentially('hondu');
  const link = page.locator('.suggest').getByRole('link', { name: 'Honduras', exact: true });
  await link.waitFor();
  await link.click();
  await page.waitForURL('**/country/hn');
});

test('A page is printed without what is for screens', async (visitor) => {
  const page = await visitor.open('/iscm/rcm/summary');
  await page.emulateMedia({ media: 'print' });
  assert.equal(await page.getByRole('searchbox').isVisible(), false);
  const pdf = await page.pdf({ format: 'A4' });
  assert.equal(pdf.subarray(0, 5).toString(), '%PDF-');
  const pages = pdf.toString('latin1').match(/\/Type\s*\/Page[^s]/g).length;
  assert.ok(pages >= 3 && pages < 25, `${pages} pages`);
});

const focused = (page) => page.evaluate(() => document.activeElement.innerText?.trim() ?? '');

/** Presses Tab until a link with a name has the focus. */
async function tabTo(page, name) {
  for (let times = 0; times < 300; times += 1) {
    await page.keyboard.press('Tab');
    if (name.test(await focused(page))) return;
  }
  assert.fail(`the keyboard does not reach ${name}`);
}
