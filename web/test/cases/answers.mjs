// What the playground shows of answers: the data, the cost, and why there is none.

import { test } from '../support/suite.mjs';
import { until } from '../support/until.mjs';
import { writeLink } from '../../src/shared/link.js';

const link = writeLink({ query: 'query Name { iscm(acronym: "RCM") { name } }' });

test('After a run the line below shows the cost, the time and the size', async (visitor) => {
  const playground = await visitor.playground(`/${link}`);
  await playground.page.getByRole('button', { name: /^Execute query/ }).click();
  await playground.untilResult(/"name": "Regional Conference on Migration"/);
  await playground.untilStatus(/^cost [\d,]+ of [\d,]+ · [\d.]+ m?s · \d+ B$/);
});

test('A run that takes long is stopped', async (visitor) => {
  const playground = await visitor.playground(`/${link}`);
  visitor.expectProblem(/failed: .*\/graphql net::ERR_ABORTED/);
  let stopped;
  const isStopped = new Promise((resolve) => (stopped = resolve));
  await playground.page.route('**/graphql', (route) => isStopped.then(() => route.abort().catch(() => {})));
  let ended = false;
  playground.page.on('requestfailed', () => (ended = true));
  await playground.run();
  await playground.untilStatus('Asking…');
  await playground.stop.click();
  await playground.untilStatus('stopped');
  await until('the request is ended', () => ended);
  stopped();
});

test('When the API is away the result says so', async (visitor) => {
  const playground = await visitor.playground(`/${link}`);
  const { page } = playground;
  visitor.expectProblem(/\/graphql with status 502/);
  visitor.expectProblem(/failed: .*\/graphql net::ERR_CONNECTION_REFUSED/);
  visitor.expectProblem(/Failed to load resource/);
  const gateway = { status: 502, contentType: 'text/html', body: '<h1>Bad gateway</h1>' };
  await page.route('**/graphql', (route) => route.fulfill(gateway));
  await playground.run();
  await playground.untilResult(/The server answered 502/);
  await until('it is over', async () => (await playground.stop.count()) === 0);
  await page.unroute('**/graphql');
  await page.route('**/graphql', (route) => route.abort('connectionrefused'));
  await playground.run();
  await playground.untilResult(/The request failed/);
});
