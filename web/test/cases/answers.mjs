// What the playground shows of answers: the data, the cost, and why there is none.

import { test } from '../support/suite.mjs';
import { until } from '../support/until.mjs';
import { writeLink } from '../../src/shared/link.js';

const link = writeLink({ query: 'query Name { iscm(acronym: "RCM") { name } }' });

test('After a run the line below shows the cost, the time and the size', async (visitor) => {
  const playground = await visitor.playground(`${link}`);
  await playground.untilResult(/"name": "Regional Conference on Migration"/);
  const line = /^cost [\d,]+ of [\d,]+ · [\d.]+ m?s · \d+ B$/;
  await playground.untilStatus(line);
  await playground.write('query Year { iscm(acronym: "RCM") { established } }', 'Year');
  await playground.page.getByRole('button', { name: /^Execute query/ }).click();
  await playground.untilResult(/"established": 1996/);
  await playground.untilStatus(line);
});

test('The cost of an answer goes when the answer does, and is there again with it', async (visitor) => {
  const playground = await visitor.playground(`${link}`);
  const { page } = playground;
  await playground.untilStatus(/^cost/);
  const cost = await playground.status();
  await page.getByRole('button', { name: 'New tab' }).click();
  await playground.untilStatus(/Enter runs the query/);
  await playground.tabs.first().getByRole('button', { name: 'Name' }).click();
  await playground.untilResult(/Regional Conference/);
  await playground.untilStatus(cost);
  // What opens in the place of an answer has none until its own comes.
  let answer;
  const isAsked = new Promise((resolve) => (answer = resolve));
  await page.route('**/graphql', (route) => isAsked.then(() => route.continue()));
  const subscription = writeLink({ query: 'subscription Live { dataset { version } }' });
  await page.evaluate((hash) => (location.hash = hash), subscription);
  await playground.untilQuery(/^subscription Live/);
  await playground.untilStatus(/Enter runs the query/);
  await playground.untilResult('');
  await playground.examples.fill('Honduras');
  await page.getByRole('option', { name: /Honduras/ }).click();
  await playground.untilStatus('Asking…');
  await playground.untilResult('');
  answer();
  await playground.untilStatus(/^cost/);
  await playground.untilResult(/"uptakes"/);
});

test('A run that takes long is stopped', async (visitor) => {
  const playground = await visitor.playground(`${link}`);
  await playground.untilStatus(/^cost/);
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
  const playground = await visitor.playground(`${link}`);
  await playground.untilStatus(/^cost/);
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
