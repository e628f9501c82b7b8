// GraphiQL's panels and dialogs beside the editors.

import { test } from '../support/suite.mjs';
import { untilText } from '../support/until.mjs';
import { writeLink } from '../../src/shared/link.js';

const link = writeLink({ query: 'query Name { iscm(acronym: "RCM") { name } }' });

test('The documentation explorer opens, and leads from Query to a type', async (visitor) => {
  const { page } = await visitor.playground();
  await page.getByLabel('Show Documentation Explorer').click();
  const docs = page.locator('.graphiql-doc-explorer');
  await docs.getByText('Query', { exact: true }).click();
  await docs
    .getByRole('link', { name: 'Iscm', exact: true })
    .or(docs.getByText('Iscm', { exact: true }))
    .first()
    .click();
  await untilText(() => docs.innerText(), /reserveFund/);
});

test('The explorer opens, and a field ticked in it is in the query', async (visitor) => {
  const playground = await visitor.playground(`${link}`);
  await playground.page.getByLabel('Show GraphiQL Explorer').click();
  const explorer = playground.page.locator('.graphiql-explorer-root');
  await explorer.getByText('established', { exact: true }).first().click();
  await playground.untilQuery(/^query Name \{\s+iscm\(acronym: "RCM"\) \{\s+name\s+established\s+\}\s+\}$/);
});

test('The history opens, and has the query that was run', async (visitor) => {
  const playground = await visitor.playground(`${link}`);
  await playground.untilResult(/Regional Conference/);
  await playground.page.getByLabel('Show History').click();
  await untilText(() => playground.page.locator('.graphiql-history-item-label').innerText(), 'Name');
});

test('The settings and the short keys open, and close with Escape', async (visitor) => {
  const { page } = await visitor.playground();
  for (const name of ['Open settings dialog', 'Open short keys dialog']) {
    await page.getByLabel(name).click();
    await page.getByRole('dialog').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
  }
});
