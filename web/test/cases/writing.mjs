// Writing a query in the playground, with the help that the editor gives.

import assert from 'node:assert/strict';
import { test } from '../support/suite.mjs';
import { until } from '../support/until.mjs';
import { writeLink } from '../../src/shared/link.js';

/** What is wrong is run, too, when a link opens it. */
function expectRefusal(visitor) {
  visitor.expectProblem(/\/graphql with status 400/);
  visitor.expectProblem(/console: error: Failed to load resource: .* 400 .*\/graphql/);
}

test('A nested query, written by keyboard with completion and run with Ctrl+Enter, shows the data', async (visitor) => {
  const playground = await visitor.playground(`${writeLink({ query: 'query Draft { nothing }' })}`);
  const { keyboard } = playground;
  expectRefusal(visitor);
  await playground.untilStatus(/1 error/);
  // Then the editor's worker has the schema.
  await until('the mistake is marked', async () => (await playground.mistakes.count()) === 1);
  await playground.focus();
  await keyboard.press('Control+a');
  await playground.complete('query Fund { isc', 'iscm');
  await playground.complete('(acr', 'acronym');
  await keyboard.type('"RCM") { ');
  await playground.complete('reserveF', 'reserveFund');
  await keyboard.type(' { ');
  await playground.complete('nam', 'name');
  await playground.untilQuery('query Fund { iscm(acronym: "RCM") { reserveFund { name}}}');
  await keyboard.press('Control+Enter');
  await playground.untilResult(/"reserveFund": \{ "name": "Reserve Fund for the Assisted/);
});

test('A wrong query has its mistake marked, and shows its error', async (visitor) => {
  expectRefusal(visitor);
  const query = 'query Wrong { iscm(acronym: "RCM") { nam } }';
  const playground = await visitor.playground(`${writeLink({ query })}`);
  await until('the mistake is marked', async () => (await playground.mistakes.count()) === 1);
  await playground.untilResult(/"errors": \[.*"message": "[^"]*\bnam\b/);
  await playground.untilStatus(/1 error/);
});

test('A wrong variable has its mistake marked', async (visitor) => {
  const query = 'query Members($first: Int) { iscms(first: $first) { totalCount } }';
  expectRefusal(visitor);
  const playground = await visitor.playground(`${writeLink({ query, variables: '{"first": "two"}' })}`);
  await playground.untilStatus(/1 error/);
  await playground.page
    .locator('.graphiql-editor-tool .squiggly-warning, .graphiql-editor-tool .squiggly-error')
    .waitFor();
});

test('Prettify sets out the query and the variables', async (visitor) => {
  const query = 'query A($a: String!) { iscm(acronym: $a) { name established structures { name } } }';
  const playground = await visitor.playground(`${writeLink({ query, variables: '{"a":"RCM"}' })}`);
  await playground.page.getByLabel(/^Prettify/).click();
  await playground.untilQuery(/^query A\(\$a: String!\) \{\n  iscm\(acronym: \$a\) \{\n    name\n/);
  await playground.untilTool('{\n  "a": "RCM"\n}');
});

test('Pointing at a field tells what it is, and Ctrl+click opens its documentation', async (visitor) => {
  const query = 'query Pointed { iscm(acronym: "RCM") { reserveFund { name } } }';
  const playground = await visitor.playground(`${writeLink({ query })}`);
  const { page, keyboard } = playground;
  const field = page.locator('.graphiql-query-editor .view-line span', { hasText: /^\s*reserveFund\s*$/ });
  const point = async () => {
    // From elsewhere, for the editor asks when the pointer moves.
    await page.mouse.move(600, 500);
    await field.hover();
  };
  const told = page.locator('.monaco-hover-content:visible');
  await until('what it is', async () => {
    await point();
    return /reserveFund/.test(await told.innerText({ timeout: 1000 }));
  });
  await page.mouse.move(600, 500);
  await told.waitFor({ state: 'hidden' });
  await keyboard.down('Control');
  await until('the name is a link', async () => {
    await point();
    await page.locator('.goto-definition-link').waitFor({ timeout: 1000 });
    return true;
  });
  await field.click();
  await keyboard.up('Control');
  await page.locator('.graphiql-doc-explorer').getByText('reserveFund').first().waitFor();
  assert.equal(await playground.query(), query);
});
