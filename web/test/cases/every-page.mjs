// What holds on every page: nothing jumps, phones show it, links lead somewhere, no other host is needed.

import assert from 'node:assert/strict';
import { test } from '../support/suite.mjs';
import { untilText } from '../support/until.mjs';

/** The pages, each as it is when all of it is there. */
const pages = {
  '/playground': async (visitor, options) => (await visitor.playground('', options)).page,
};

for (const [path, open] of Object.entries(pages)) {
  test(`Nothing jumps while ${path} is loaded`, async (visitor) => {
    const page = await open(visitor, { before: answerAfterPaint });
    // Two frames later all is painted that was put on the page.
    await page.evaluate(
      () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))),
    );
    const shift = await page.evaluate(() => globalThis.testLayoutShift());
    assert.ok(shift < 0.02, `the layout shift is ${shift}`);
  });
}

/** What comes from the API comes after the page was painted without it. */
async function answerAfterPaint(page) {
  await page.addInitScript(() => {
    let sum = 0;
    const add = (entries) => entries.forEach(({ value }) => (sum += value));
    const observer = new PerformanceObserver((list) => add(list.getEntries()));
    observer.observe({ type: 'layout-shift', buffered: true });
    globalThis.testLayoutShift = () => {
      add(observer.takeRecords());
      return sum;
    };
  });
  const isPainted = () => performance.getEntriesByName('first-contentful-paint').length > 0;
  await page.route(/\/(graphql|examples\.json)$/, async (route) => {
    // The page may be gone by then, when the test has failed.
    await page
      .waitForFunction(isPainted)
      .then(() => route.continue())
      .catch(() => {});
  });
}

for (const wide of [320, 390])
  test(`A phone of ${wide} pixels shows every page without scrolling sideways`, async (visitor) => {
    const context = { viewport: { width: wide, height: 844 }, hasTouch: true, colorScheme: 'dark' };
    for (const [path, open] of Object.entries(pages)) {
      const page = await open(visitor, { context });
      const width = await page.evaluate(() => document.documentElement.scrollWidth);
      assert.ok(width <= wide, `${path} is ${width} pixels wide`);
    }
  });

test('The second visit finds every page as the first did', async (visitor) => {
  // The browser asks whether what it kept still holds; the answer's headers go for the page too.
  for (const open of Object.values(pages)) {
    await open(visitor).then((page) => page.close());
    await open(visitor);
  }
});

test('Without JavaScript every page says what there is instead', async (visitor) => {
  // Chromium tells it of scripts that the page wants early.
  visitor.expectProblem(/^failed: .*\/assets\/.*\.js csp$/);
  for (const path of Object.keys(pages)) {
    const page = await visitor.open(path, { context: { javaScriptEnabled: false } });
    assert.match(await page.locator('noscript').innerText(), /needs? JavaScript/);
  }
});

test('No link from a page to this server is dead', async (visitor) => {
  const found = new Set();
  for (const open of Object.values(pages)) {
    const page = await open(visitor);
    for (const href of await page.locator('a').evaluateAll((links) => links.map((link) => link.href))) {
      if (href.startsWith(`${visitor.server}/`)) found.add(href.split('#')[0]);
    }
  }
  assert.ok([...found].some((href) => href.endsWith('/schema.graphql')));
  for (const href of found) assert.equal((await fetch(href)).status, 200, href);
});

test('The link to the schema shows it', async (visitor) => {
  const { page } = await visitor.playground();
  await page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: 'Schema' }).click();
  await page.waitForURL('**/schema.graphql');
  await untilText(() => page.locator('body').innerText(), /type Query \{/);
});

test('Every page comes with a content security policy that holds scripts back', async (visitor) => {
  for (const path of Object.keys(pages)) {
    const { headers } = await fetch(visitor.server + path);
    const policy = headers.get('content-security-policy') ?? '';
    assert.match(policy, /default-src 'none'/, path);
    assert.match(policy, /script-src 'self'(;|$)/, path);
  }
});

test('Every page works with no other host in reach', async (visitor) => {
  await visitor.reference();
  const playground = await visitor.playground();
  await playground.run();
  await playground.untilResult(/"data"/);
  // That no other host was asked is part of every test; here, that none could have answered.
  visitor.expectProblem(/^foreign: http:\/\/192\.0\.2\.1\//);
  visitor.expectProblem(/^failed: http:\/\/192\.0\.2\.1\/ net::ERR_NAME_NOT_RESOLVED/);
  const other = await playground.page.context().newPage();
  await assert.rejects(other.goto('http://192.0.2.1/'), /ERR_NAME_NOT_RESOLVED/);
  await other.close();
});
