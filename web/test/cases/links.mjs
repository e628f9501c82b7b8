// Links to a query: the address of the playground.

import assert from 'node:assert/strict';
import { test } from '../support/suite.mjs';
import { until, untilText } from '../support/until.mjs';
import { readLink, writeLink } from '../../src/shared/link.js';

const query = [
  'query One { iscm(acronym: "RCM") { name } }',
  'query Two($a: String!) { iscm(acronym: $a) { established } }',
].join('\n');
const variables = '{"a": "SACM"}';

test('Copy link copies a link to the query, its variables and the operation that was run', async (visitor) => {
  const playground = await visitor.playground();
  const { page, keyboard } = playground;
  await playground.write(query, 'One');
  await playground.openTool('Variables');
  await keyboard.type('{"a": "SACM"');
  await playground.untilTool(variables);
  // Ctrl+Enter runs the operation that the cursor is in: the last one, after writing.
  await playground.run();
  await playground.untilResult(/"established"/);
  const wanted = { query, variables, operationName: 'Two' };
  const isWanted = (address) => {
    const link = readLink(new URL(address));
    return Object.keys(wanted).every((key) => link?.[key] === wanted[key]);
  };
  await until('the address has it', () => isWanted(page.url()));
  await page.getByRole('button', { name: 'Copy link' }).click();
  await untilText(() => page.locator('.copy-link').innerText(), 'Copied');
  assert.equal(await page.evaluate(() => navigator.clipboard.readText()), page.url());
});

test('A shared link opens its query, its variables and its operation', async (visitor) => {
  const link = writeLink({ query, variables, operationName: 'Two' });
  const playground = await visitor.playground(`${link}`);
  await playground.untilQuery(query);
  await playground.untilTool(variables);
  await playground.untilOperation('Two');
  await playground.untilResult(/"established": 2000/);
  assert.equal(new URL(playground.page.url()).hash, link, 'the address stays as it was');
  // Opened again, in a tab that has it already, it is answered again.
  await playground.page.reload();
  const again = await visitor.playgroundNow();
  await again.untilResult(/"established": 2000/);
});

test('Of a link with several operations the one that it names is run, else the first', async (visitor) => {
  const two =
    'query A { iscm(acronym: "RCM") { established } }\nquery B { iscm(acronym: "SACM") { established } }';
  const playground = await visitor.playground(`${writeLink({ query: two })}`);
  await playground.untilResult(/1996/);
  const named = writeLink({ query: two, operationName: 'B' });
  await playground.page.evaluate((hash) => (location.hash = hash), named);
  await playground.untilResult(/2000/);
});

for (const [what, text, name] of [
  ['mutation', 'mutation Change { change }', 'Change'],
  ['subscription', 'subscription Live { dataset { version } }', 'Live'],
  ['mutation beside a query', 'query Ask { dataset { version } }\nmutation Change { change }', 'Change'],
  ['document that cannot be read', 'query Ask { dataset { version }', ''],
]) {
  test(`A link to a ${what} waits for the button`, async (visitor) => {
    const sent = [];
    const before = (page) => {
      page.on('request', (request) => sent.push(request.postDataJSON()?.operationName ?? request.url()));
      page.on('websocket', () => sent.push('a socket'));
    };
    const link = writeLink({ query: text, operationName: name });
    const playground = await visitor.playground(`${link}`, { before });
    await playground.untilQuery(text);
    if (name) await playground.untilOperation(name);
    // What is run by the button after it comes after what would have been run by itself.
    await playground.write('query Later { dataset { version } }', 'Later');
    await playground.run();
    await playground.untilResult(/"version"/);
    const operations = sent.filter((one) => !/^http/.test(one));
    assert.deepEqual(operations, ['IntrospectionQuery', 'Later']);
  });
}

test('A link to an example opens it, and a link pasted over the address opens that', async (visitor) => {
  const playground = await visitor.playground('#example=honduras');
  await playground.untilQuery(/query Honduras \{/);
  await playground.untilResult(/"uptakes"/);
  const other = writeLink({ query: '{ iscm(acronym: "SACM") { name } }' });
  await playground.page.evaluate((hash) => (location.hash = hash), other);
  await playground.untilQuery('{ iscm(acronym: "SACM") { name } }');
  await playground.untilResult(/South American Conference/);
});

test('A link of another GraphiQL opens its query', async (visitor) => {
  const text = '{ iscm(acronym: "SACM") { name } }';
  const playground = await visitor.playground(`?query=${encodeURIComponent(text)}`);
  await playground.untilQuery(text);
  await playground.untilResult(/South American Conference/);
});

test('A link to an example that is no more says so and opens the first one', async (visitor) => {
  const playground = await visitor.playground('#example=no-such-example');
  const [first] = await visitor.examples();
  const [firstLine] = first.query.split('\n');
  assert.equal((await playground.query()).split('\n')[0], firstLine);
  await untilText(playground.linkFault, /There is no example “no-such-example”/);
  // What is opened next is another link.
  await playground.page.evaluate(() => (location.hash = '#example=honduras'));
  await playground.untilQuery(/query Honduras \{/);
  await untilText(playground.linkFault, /^$/);
});

test('A link whose query cannot be read says where', async (visitor) => {
  const playground = await visitor.playground(`${writeLink({ query: '{\n  iscm(' })}`);
  await untilText(playground.linkFault, /cannot be read: Syntax Error: .*line 2, column/);
  await playground.page.evaluate(() => (location.hash = '#query=%7B+dataset+%7B+version+%7D'));
  await untilText(playground.linkFault, /cannot be read/);
  await playground.page.evaluate(
    (hash) => (location.hash = hash),
    writeLink({ query: '{ dataset { version } }' }),
  );
  await playground.untilResult(/"version"/);
  await untilText(playground.linkFault, /^$/);
});

test('The plain page runs a link that only asks', async (visitor) => {
  const plainLink = (text) => `#${new URLSearchParams({ query: text })}`;
  const asks =
    '# no mutation\n{ iscm(acronym: "RCM") { established } search(query: "subscription") { totalCount } }';
  const page = await visitor.open(`/plain${plainLink(asks)}`);
  await untilText(() => page.locator('#answer').innerText(), /1996/);
  await page.evaluate((hash) => (location.hash = hash), plainLink('mutation Change { change }'));
  // Were it run, the line would say so at once.
  await untilText(() => page.locator('#status').innerText(), 'Nothing was run yet.');
  assert.equal(await page.locator('#answer').innerText(), '');
});
