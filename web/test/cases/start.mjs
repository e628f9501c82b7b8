// What is there when the playground is opened.

import assert from 'node:assert/strict';
import { test } from '../support/suite.mjs';
import { until } from '../support/until.mjs';

test('The first visit shows the first example, without a mistake marked', async (visitor) => {
  const playground = await visitor.playground();
  const { page } = playground;
  const [first] = await visitor.examples();
  const [firstLine] = first.query.split('\n');
  assert.equal((await playground.query()).split('\n')[0], firstLine);
  assert.equal(await playground.examples.inputValue(), first.title);
  assert.equal(await page.title(), 'ISCM Graph');
  assert.equal(new URL(page.url()).hash, '', 'the address is short');
  assert.match(await playground.status(), /Enter runs the query/);
  // A mistake of the test's own shows that mistakes are marked by now.
  await playground.focus();
  await page.keyboard.press('Control+Home');
  await page.keyboard.insertText('query Wrong { nothing }\n');
  await until('a mistake', async () => (await playground.mistakes.count()) > 0);
  assert.equal(await playground.mistakes.count(), 1);
});

test('Without the examples the playground opens empty', async (visitor) => {
  visitor.expectProblem(/examples\.json/);
  const before = (page) => page.route('**/examples.json', (route) => route.fulfill({ status: 500 }));
  const playground = await visitor.playground('', { before });
  assert.equal((await playground.query()).trim(), '');
  assert.ok(await playground.examples.isDisabled());
});

test('The next visit finds what was written, and no request headers', async (visitor) => {
  const playground = await visitor.playground();
  const { page } = playground;
  await playground.write('query Mine { iscm(acronym: "RCM") { name } }', 'Mine');
  await playground.openTool('Headers');
  await page.keyboard.type('{"x-note": "secret"');
  await playground.untilTool('{"x-note": "secret"}');
  const [request] = await Promise.all([page.waitForRequest('**/graphql'), playground.run()]);
  assert.equal(await request.headerValue('x-note'), 'secret');
  await playground.untilResult(/Regional Conference/);
  const stored = () => page.evaluate(() => JSON.stringify(localStorage));
  await until('the tab and the history are kept', async () => {
    const text = await stored();
    return (
      text.includes('graphiql:queries') && text.includes('graphiql:tabState') && text.includes('query Mine')
    );
  });
  assert.doesNotMatch(await stored(), /secret/);
  assert.doesNotMatch(page.url(), /secret/);
  await page.close();
  const next = await visitor.playground();
  await next.untilQuery(/^query Mine/);
});

test('Dark, as chosen in the settings, is dark on all pages', async (visitor) => {
  const { page } = await visitor.playground();
  const bar = (of) => of.evaluate(() => getComputedStyle(document.querySelector('.bar')).backgroundColor);
  const light = await bar(page);
  await page.getByLabel('Open settings dialog').click();
  await page.getByRole('button', { name: 'Dark' }).click();
  const dark = await until('a dark bar', async () => (await bar(page)) !== light && (await bar(page)));
  await until('the choice is kept', () =>
    page.evaluate(() => localStorage.getItem('graphiql:theme') === 'dark'),
  );
});
