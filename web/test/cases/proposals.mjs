// Changes that are proposed, for who has a key: ISCM_WEB_KEY is one that sees a changeset called ISCM_WEB_PROPOSAL.

import assert from 'node:assert/strict';
import { test } from '../support/suite.mjs';
import { until, untilText } from '../support/until.mjs';

const { ISCM_WEB_KEY: key, ISCM_WEB_PROPOSAL: title } = process.env;

if (key) {
  test('Who has a key sees what is proposed, and leaves nothing behind', async (visitor) => {
    const page = await visitor.open('/changes');
    const main = page.getByRole('main');
    await main.getByRole('link', { name: 'Proposals', exact: true }).click();
    await page.waitForURL('**/changes/proposals');
    const field = main.getByLabel('Your API key or token');
    const show = main.getByRole('button', { name: 'Show', exact: true });
    await field.fill(key);
    await show.click();
    await main.getByRole('link', { name: title, exact: true }).click();
    await untilText(() => main.innerText(), /Changes \(1\)/);
    await untilText(() => main.innerText(), /crmsv\.org/);
    assert.equal(await page.title(), `${title} – ISCM Graph`);
    await main.getByRole('link', { name: 'Proposals', exact: true }).click();
    await until('the list is back', async () => (await main.getByRole('link', { name: title }).count()) === 1);
    await page.reload();
    assert.ok(await field.isVisible(), 'the key is asked for again');
    assert.equal(await field.inputValue(), '');
    const kept = await page.evaluate(() => localStorage.length + sessionStorage.length + document.cookie.length);
    assert.equal(kept, 0);
  });
} else {
  console.log('skip what is proposed: ISCM_WEB_KEY is no key');
}
