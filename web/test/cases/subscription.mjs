// Subscriptions in the playground, by WebSocket.

import { test } from '../support/suite.mjs';
import { until } from '../support/until.mjs';
import { writeLink } from '../../src/shared/link.js';

test('A subscription shows its first event, waits for more, and can be stopped', async (visitor) => {
  const query = 'subscription Live { dataset { version publishedAt } }';
  const playground = await visitor.playground(`${writeLink({ query })}`);
  const { page } = playground;
  const { dataset } = await visitor.ask('{ dataset { version } }');
  const [socket] = await Promise.all([page.waitForEvent('websocket'), playground.run()]);
  await playground.untilResult(new RegExp(`"version": ${dataset.version}, "publishedAt": "\\d{4}-`));
  await playground.untilStatus(/^waiting for events · 1 event/);
  await playground.stop.click();
  await playground.untilStatus(/^stopped · 1 event/);
  await until('the button runs again', async () => (await playground.stop.count()) === 0);
  await until('the socket is closed', () => socket.isClosed());
});

test('A subscription is asked with the key of the request headers', async (visitor) => {
  const query = 'subscription Live { dataset { version } }';
  for (const [key, told] of [
    [process.env.ISCM_WEB_KEY, /"version": \d+/],
    ['iscm_none', /closed \(4403\): the key is none/],
  ]) {
    const playground = await visitor.playground(`${writeLink({ query })}`);
    await playground.openTool('Headers');
    // The editor closes the bracket by itself.
    await playground.page.keyboard.type(`{"authorization": "Bearer ${key}"`);
    await playground.untilTool(/Bearer .*"}$/);
    await playground.run();
    await playground.untilResult(told);
    await playground.page.close();
  }
});

test('A wrong subscription shows its error', async (visitor) => {
  const query = 'subscription Wrong { dataset { nothing } }';
  const playground = await visitor.playground(`${writeLink({ query })}`);
  await playground.run();
  await playground.untilResult(/"errors": \[.*"message": "[^"]*nothing/);
  await until('it is over', async () => (await playground.stop.count()) === 0);
});
