// The landing page.

import assert from 'node:assert/strict';
import { test } from '../support/suite.mjs';
import { until, untilText } from '../support/until.mjs';

test('/about shows the counts of the data as it is now', async (visitor) => {
  const page = await visitor.about();
  const { dataset } = await visitor.ask('{ dataset { version counts { type count } } }');
  const counts = new Map(dataset.counts.map(({ type, count }) => [type, count.toLocaleString('en')]));
  for (const place of await page.locator('[data-count]').all()) {
    assert.equal(await place.innerText(), counts.get(await place.getAttribute('data-count')));
  }
  const version = new RegExp(`^Version ${dataset.version} of the data set, published on \\d+ \\w+ \\d{4}`);
  assert.match(await page.locator('#version').innerText(), version);
});

test('/about shows a request, which can be copied, and its answer', async (visitor) => {
  const page = await visitor.about();
  assert.match(await page.locator('#answer').innerText(), /"name": "Regional Conference on Migration"/);
  const command = await page.locator('#curl').innerText();
  assert.ok(command.startsWith(`curl ${visitor.server}/graphql`), command);
  await page.getByRole('button', { name: 'Copy' }).click();
  await page.getByRole('button', { name: 'Copied' }).waitFor();
  assert.equal(await page.evaluate(() => navigator.clipboard.readText()), command);
});

for (const [index, place] of ['first', 'second', 'third'].entries()) {
  test(`The ${place} question of /about leads to the playground with its query and its answer`, async (visitor) => {
    const page = await visitor.about();
    const links = page.locator('.questions a');
    assert.equal(await links.count(), 3);
    const name = (await links.nth(index).getAttribute('href')).replace('./#example=', '');
    const example = (await visitor.examples()).find((one) => one.name === name);
    assert.ok(example, `there is no example ${name}`);
    await links.nth(index).click();
    const playground = await visitor.playgroundNow();
    assert.equal(await playground.examples.inputValue(), example.title);
    assert.ok((await playground.query()).startsWith(`${example.query.split('\n')[0]}\n`));
    await playground.untilResult(/^\{ "data": \{ "\w+": [[{] [^\]}]/);
    await until('it is over', async () => (await playground.stop.count()) === 0);
  });
}

test('/about says when the API is away', async (visitor) => {
  visitor.expectProblem(/\/graphql with status 503/);
  visitor.expectProblem(/Failed to load resource/);
  const before = (page) => page.route('**/graphql', (route) => route.fulfill({ status: 503, body: 'no' }));
  const page = await visitor.about({ before });
  const text = () => page.locator('#version').innerText();
  await untilText(text, /cannot be had: The API answered with status 503/);
});
