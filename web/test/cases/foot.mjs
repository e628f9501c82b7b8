// What every page ends with: the terms of the data, as the API tells them.

import assert from 'node:assert/strict';
import { test } from '../support/suite.mjs';

const pages = ['/playground', '/plain'];
const TERMS = '{ dataset { licence { name url } citation disclaimer } }';

for (const javaScriptEnabled of [true, false]) {
  test(`Every page ends with the terms of the data, with${javaScriptEnabled ? '' : 'out'} JavaScript`, async (visitor) => {
    // Chromium tells it of scripts that the page wants early.
    if (!javaScriptEnabled) visitor.expectProblem(/^failed: .*\/assets\/.*\.js csp$/);
    const { licence } = (await visitor.ask(TERMS)).dataset;
    for (const path of pages) {
      const page = await visitor.open(path, { context: { javaScriptEnabled } });
      const foot = page.getByRole('contentinfo');
      assert.match(await foot.innerText(), /no opinion on legal status/, path);
      assert.ok((await foot.boundingBox()).height > 20, path);
      await page.waitForLoadState('networkidle');
      await foot.getByRole('link', { name: licence.name }).click();
      await page.waitForURL('**/about#licence');
      const link = page.getByRole('main').getByRole('link', { name: licence.name });
      assert.equal(await link.getAttribute('href'), licence.url);
    }
  });
}

test('/terms leads to what tells in full what the API tells', async (visitor) => {
  const { licence, citation, disclaimer } = (await visitor.ask(TERMS)).dataset;
  const page = await visitor.open('/terms');
  const text = await page.getByRole('main').innerText();
  for (const told of [licence.name, citation, disclaimer]) assert.ok(text.includes(told), `${told} in ${text}`);
  assert.match(page.url(), /\/about#terms$/);
  for (const place of ['#licence', '#citing', '#names']) assert.equal(await page.locator(place).count(), 1, place);
});

test('The foot leaves a phone room for the page', async (visitor) => {
  const context = { viewport: { width: 320, height: 640 }, hasTouch: true };
  for (const path of pages) {
    const page = await visitor.open(path, { context });
    const { height } = await page.getByRole('contentinfo').boundingBox();
    assert.ok(height <= 96, `${path}: ${height} pixels`);
    const width = await page.evaluate(() => document.documentElement.scrollWidth);
    assert.ok(width <= 320, `${path} is ${width} pixels wide`);
  }
});
