// The query page: it runs queries, keeps them in the address, and lists the schema.
// All text from elsewhere goes in as textContent, so that no answer can become markup.
'use strict';

const [example, query, variables, variablesPanel, runButton, status, answer] =
  ['example', 'query', 'variables', 'variables-panel', 'run', 'status', 'answer'].map(byId);
const [schema, filter, schemaStatus, types] =
  ['schema', 'filter', 'schema-status', 'types'].map(byId);

function byId(id) {
  return document.getElementById(id);
}

function make(tag, text = '', className = '') {
  const element = document.createElement(tag);
  element.textContent = text;
  element.className = className;
  return element;
}

function say(line, text, failed = false) {
  line.textContent = text;
  line.classList.toggle('failed', failed);
}

// Running a query

let running = null;

async function run() {
  running?.abort();
  const current = new AbortController();
  running = current;
  const hadFocus = document.activeElement === runButton;
  runButton.disabled = true;
  writeAddress();
  answer.textContent = '';
  say(status, 'Running…');
  try {
    const request = { query: query.value, variables: parseVariables() };
    showAnswer(await post(request, current.signal));
  } catch (error) {
    // An aborted run has nothing to say: the run that aborted it speaks.
    if (!current.signal.aborted) say(status, `Error: ${error.message}`, true);
  } finally {
    if (running === current) {
      running = null;
      runButton.disabled = false;
      // Disabling took the focus from the button; it comes back unless it went elsewhere.
      if (hadFocus && document.activeElement === document.body) runButton.focus();
    }
  }
}

function parseVariables() {
  variables.removeAttribute('aria-invalid');
  const text = variables.value.trim();
  if (!text) return undefined;
  try {
    const value = JSON.parse(text);
    if (value?.constructor !== Object) throw new Error('they are to be an object, {…}');
    return value;
  } catch (cause) {
    variables.setAttribute('aria-invalid', 'true');
    variablesPanel.open = true;
    throw new Error(`in the variables, nothing was sent: ${cause.message}`);
  }
}

async function post(request, signal) {
  const start = performance.now();
  try {
    const response = await fetch('/graphql', {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept: 'application/graphql-response+json, application/json',
      },
      body: JSON.stringify(request),
      signal,
    });
    const text = await response.text();
    return { response, text, milliseconds: performance.now() - start };
  } catch (cause) {
    throw new Error(`the network brought no answer: ${cause.message}`);
  }
}

function showAnswer({ response, text, milliseconds }) {
  const kilobytes = new Blob([text]).size / 1000;
  const parts = [
    `HTTP ${response.status} ${response.statusText}`.trim(),
    `${Math.round(milliseconds)} ms`,
    `${kilobytes.toFixed(1)} kB`,
  ];
  let failed = !response.ok;
  try {
    const json = JSON.parse(text);
    answer.textContent = JSON.stringify(json, null, 2);
    const errors = json?.errors?.length ?? 0;
    if (errors) {
      failed = true;
      parts.push(errors === 1 ? '1 error' : `${errors} errors`);
    }
  } catch {
    // A proxy may answer in the server's place, and not in JSON.
    failed = true;
    answer.textContent = text;
    parts.push('the answer is not JSON');
  }
  say(status, parts.join(' · '), failed);
}

// The address: its fragment holds the query, and the server never sees it

let unwritten;

function readAddress() {
  clearTimeout(unwritten);
  const fields = new URLSearchParams(location.hash.slice(1));
  if (fields.has('query')) setTexts(fields.get('query'), fields.get('variables') ?? '');
}

function writeAddress(how = 'replaceState') {
  clearTimeout(unwritten);
  const fields = new URLSearchParams({ query: query.value });
  if (variables.value.trim()) fields.set('variables', variables.value);
  history[how](null, '', `#${fields}`);
}

function setTexts(queryText, variablesText) {
  query.value = queryText;
  variables.value = variablesText;
  variables.removeAttribute('aria-invalid');
  if (variablesText) variablesPanel.open = true;
  markExample();
}

function edited() {
  markExample();
  clearTimeout(unwritten);
  // Not at every key: browsers refuse to write the address too often.
  unwritten = setTimeout(writeAddress, 400);
}

// Examples

let examples = [];

async function loadExamples() {
  try {
    const response = await fetch('/examples.json');
    if (!response.ok) throw new Error(`HTTP ${response.status}`);
    examples = await response.json();
  } catch (cause) {
    say(status, `Error: the examples could not be loaded: ${cause.message}`, true);
    return;
  }
  for (const { name, title } of examples) {
    const option = make('option', title);
    option.value = name;
    example.append(option);
  }
  if (!query.value && examples.length) setTexts(examples[0].query, '');
  markExample();
}

function chooseExample() {
  const chosen = examples.find(({ name }) => name === example.value);
  if (!chosen) return;
  // The old query stays one step back in the history.
  writeAddress();
  setTexts(chosen.query, '');
  writeAddress('pushState');
}

function markExample() {
  example.value = examples.find((one) => one.query === query.value)?.name ?? '';
}

// The schema

// Four levels of a type are [Type!]!, the deepest the API has.
const INTROSPECTION = `{
  __schema {
    queryType { name }
    types {
      kind name description
      fields(includeDeprecated: true) {
        name description deprecationReason type { ...Type }
        args { name description defaultValue type { ...Type } }
      }
      inputFields { name description defaultValue type { ...Type } }
      enumValues(includeDeprecated: true) { name description deprecationReason }
      possibleTypes { name }
    }
  }
}
fragment Type on __Type { kind name ofType { kind name ofType { kind name ofType { kind name } } } }`;

let schemaAsked = false;

async function loadSchema() {
  if (!schema.open || schemaAsked) return;
  schemaAsked = true;
  say(schemaStatus, 'Loading…');
  try {
    const { response, text } = await post({ query: INTROSPECTION });
    if (!response.ok) throw new Error(`HTTP ${response.status}`);
    const { data, errors } = JSON.parse(text);
    if (!data) throw new Error(errors?.[0]?.message ?? 'the answer is empty');
    listTypes(data.__schema);
  } catch (cause) {
    schemaAsked = false;
    say(schemaStatus, `Error: ${cause.message}. Close and open this panel to try again.`, true);
  }
}

// The query type first, where reading starts; the others by name.
function listTypes({ queryType, types: all }) {
  const isQuery = ({ name }) => name === queryType.name;
  const own = all.filter(({ name }) => !name.startsWith('__'));
  own.sort((a, b) => isQuery(b) - isQuery(a) || a.name.localeCompare(b.name));
  types.replaceChildren(...own.map(typeSection));
  filter.addEventListener('input', filterTypes);
  filterTypes();
}

function typeSection(type) {
  const section = make('section', '', 'type');
  section.append(make('h3', `${type.kind.toLowerCase().replace('_', ' ')} ${type.name}`));
  if (type.description) section.append(make('p', type.description));
  const members = type.fields ?? type.inputFields ?? type.enumValues ?? type.possibleTypes ?? [];
  if (members.length) section.appendChild(make('dl')).append(...members.map(memberRow));
  return section;
}

function memberRow(member) {
  const row = make('div');
  const args = member.args ?? [];
  const inner = args.length ? `(${args.map((arg) => signature(arg)).join(', ')})` : '';
  row.append(make('dt', signature(member, inner)));
  if (member.description) row.append(make('dd', member.description));
  if (member.deprecationReason) row.append(make('dd', `Deprecated: ${member.deprecationReason}`));
  for (const { name, description } of args) {
    if (description) row.append(make('dd', `${name}: ${description}`, 'argument'));
  }
  return row;
}

function signature({ name, type, defaultValue }, args = '') {
  const typed = type ? `: ${typeText(type)}` : '';
  return name + args + typed + (defaultValue == null ? '' : ` = ${defaultValue}`);
}

function typeText({ kind, name, ofType }) {
  if (kind === 'NON_NULL') return `${typeText(ofType)}!`;
  return kind === 'LIST' ? `[${typeText(ofType)}]` : name;
}

// A type that matches is shown whole; of another, the members that match.
function filterTypes() {
  const wanted = filter.value.trim().toLowerCase();
  const matches = (element) => element.textContent.toLowerCase().includes(wanted);
  let shown = 0;
  for (const section of types.children) {
    const whole = [...section.querySelectorAll('h3, p')].some(matches);
    const rows = [...section.querySelectorAll('dl > div')];
    for (const row of rows) row.hidden = !whole && !matches(row);
    section.hidden = !whole && rows.every((row) => row.hidden);
    if (!section.hidden) shown += 1;
  }
  say(schemaStatus, `${shown} of ${types.children.length} types`);
}

// Keys and events

let escaped = false;

query.addEventListener('keydown', (event) => {
  const modified = event.shiftKey || event.ctrlKey || event.altKey || event.metaKey;
  // Esc lets the next Tab through: without it, the keyboard could not leave the field forwards.
  if (event.key === 'Tab' && !modified && !escaped) {
    event.preventDefault();
    // Deprecated, but alone in keeping undo.
    document.execCommand('insertText', false, '  ');
  }
  escaped = event.key === 'Escape';
});

document.addEventListener('keydown', (event) => {
  if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
  event.preventDefault();
  if (!event.repeat) run();
});

runButton.addEventListener('click', run);
query.addEventListener('input', edited);
variables.addEventListener('input', edited);
example.addEventListener('change', chooseExample);
schema.addEventListener('toggle', loadSchema);
window.addEventListener('hashchange', readAddress);

readAddress();
loadExamples();
