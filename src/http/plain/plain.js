// The query page: it runs queries, keeps them in the address, and lists the schema.
// Text from elsewhere goes in as textContent only, so that no answer can become markup.
'use strict';

const page = Object.fromEntries([...document.querySelectorAll('[id]')].map((el) => [el.id, el]));
const { example, query, variables, run: runButton, status, answer, schema, filter, types } = page;

function make(tag, text = '', className = '') {
  return Object.assign(document.createElement(tag), { textContent: text, className });
}

function say(line, text, failed = false) {
  line.textContent = text;
  line.classList.toggle('failed', failed);
}

// Running a query

let running = null;

async function run() {
  running?.abort();
  const current = running = new AbortController();
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
  }
  if (running !== current) return;
  running = null;
  runButton.disabled = false;
  // Disabling took the focus from the button; it comes back unless it went elsewhere.
  if (hadFocus && document.activeElement === document.body) runButton.focus();
}

function parseVariables() {
  try {
    const value = JSON.parse(variables.value.trim() || '{}');
    if (value?.constructor !== Object) throw new Error('they are to be an object, {…}');
    variables.ariaInvalid = 'false';
    return value;
  } catch (cause) {
    variables.ariaInvalid = 'true';
    page['variables-panel'].open = true;
    throw new Error(`in the variables; nothing was sent: ${cause.message}`);
  }
}

async function post(request, signal) {
  const start = performance.now();
  const headers = {
    'content-type': 'application/json',
    accept: 'application/graphql-response+json, application/json',
  };
  try {
    const body = JSON.stringify(request);
    const response = await fetch('graphql', { method: 'POST', headers, body, signal });
    const text = await response.text();
    return { response, text, milliseconds: performance.now() - start };
  } catch (cause) {
    throw new Error(`the network brought no answer: ${cause.message}`);
  }
}

function showAnswer({ response, text, milliseconds }) {
  const kilobytes = (new Blob([text]).size / 1000).toFixed(2);
  let errors = '';
  try {
    const json = JSON.parse(text);
    answer.textContent = JSON.stringify(json, null, 2);
    if (json?.errors?.length) errors = ` · errors: ${json.errors.length}`;
  } catch {
    // A proxy may answer in the server's place, and not in JSON.
    answer.textContent = text;
    errors = ' · the answer is not JSON';
  }
  const code = `HTTP ${response.status} ${response.statusText}`.trim();
  const line = `${code} · ${Math.round(milliseconds)} ms · ${kilobytes} kB${errors}`;
  say(status, line, !response.ok || errors !== '');
}

// The address: its fragment holds the query, so that a link can be shared

let unwritten;

function readAddress() {
  clearTimeout(unwritten);
  const fields = new URLSearchParams(location.hash.slice(1));
  if (!fields.has('query')) return;
  setTexts(fields.get('query'), fields.get('variables') ?? '');
  runOpened();
}

// What a link or the list of examples opens is run, if it only asks: anyone may write a link.
function runOpened() {
  answer.textContent = '';
  say(status, 'Nothing was run yet.');
  const words = query.value.replace(/#.*|"""[^]*?"""|"(\\.|[^"\\])*"/g, ' ');
  if (!/\b(mutation|subscription)\b/.test(words)) run();
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
  variables.ariaInvalid = 'false';
  if (variablesText) page['variables-panel'].open = true;
  markExample();
}

function edited() {
  markExample();
  clearTimeout(unwritten);
  // Not at every key: browsers refuse to write the address too often.
  unwritten = setTimeout(() => writeAddress(), 400);
}

// Examples

let examples = [];

async function loadExamples() {
  try {
    const response = await fetch('examples.json');
    if (!response.ok) throw new Error(`HTTP ${response.status}`);
    examples = await response.json();
  } catch (cause) {
    return say(status, `Error: the examples could not be loaded: ${cause.message}`, true);
  }
  for (const { name, title, subject } of examples) {
    let group = example.lastElementChild;
    if (group.label !== subject) {
      group = Object.assign(make('optgroup'), { label: subject });
      example.append(group);
    }
    group.append(Object.assign(make('option', title), { value: name }));
  }
  if (!query.value && examples.length) setTexts(examples[0].query, '');
  markExample();
}

function chooseExample() {
  const chosen = examples.find(({ name }) => name === example.value);
  if (!chosen) return;
  // What was in the fields stays one step back in the history.
  writeAddress();
  setTexts(chosen.query, '');
  writeAddress('pushState');
  runOpened();
}

function markExample() {
  example.value = examples.find((one) => one.query === query.value)?.name ?? '';
}

// The schema

// Four levels of a type are [Type!]!, the deepest the API has.
const INTROSPECTION = `{ __schema { queryType { name } types {
  kind name description possibleTypes { name }
  fields(includeDeprecated: true) {
    name description deprecationReason type { ...Type }
    args { name description defaultValue type { ...Type } }
  }
  inputFields { name description defaultValue type { ...Type } }
  enumValues(includeDeprecated: true) { name description deprecationReason }
} } }
fragment Type on __Type { kind name ofType { kind name ofType { kind name ofType { name } } } }`;

async function loadSchema() {
  if (!schema.open || types.children.length) return;
  say(page['schema-status'], 'Loading…');
  try {
    const { response, text } = await post({ query: INTROSPECTION });
    if (!response.ok) throw new Error(`HTTP ${response.status}`);
    const { data, errors } = JSON.parse(text);
    if (!data) throw new Error(errors?.[0]?.message ?? 'the answer is empty');
    listTypes(data.__schema);
  } catch ({ message }) {
    say(page['schema-status'], `Error: ${message} (close and open to try again)`, true);
  }
}

// The query type first, where reading starts; the others by name.
function listTypes({ queryType, types: all }) {
  const isQuery = ({ name }) => name === queryType.name;
  const own = all.filter(({ name }) => !name.startsWith('__'));
  own.sort((a, b) => isQuery(b) - isQuery(a) || a.name.localeCompare(b.name));
  types.replaceChildren(...own.map(typeSection));
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
  const described = args.filter(({ description }) => description);
  row.append(...described.map((arg) => make('dd', `${arg.name}: ${arg.description}`, 'argument')));
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
  if (!types.children.length) return;
  const wanted = filter.value.trim().toLowerCase();
  const matches = (element) => element.textContent.toLowerCase().includes(wanted);
  for (const section of types.children) {
    const whole = [...section.querySelectorAll('h3, p')].some(matches);
    const rows = [...section.querySelectorAll('dl > div')];
    for (const row of rows) row.hidden = !whole && !matches(row);
    section.hidden = !whole && rows.every((row) => row.hidden);
  }
  const shown = [...types.children].filter((section) => !section.hidden).length;
  say(page['schema-status'], `${shown} of ${types.children.length} types`);
}

// Keys and events

let escaped = false;

query.addEventListener('keydown', (event) => {
  const modified = event.shiftKey || event.ctrlKey || event.altKey || event.metaKey;
  // Esc lets the next Tab through: without it, the keyboard could not leave the field forwards.
  if (event.key === 'Tab' && !modified && !escaped) {
    event.preventDefault();
    // Deprecated, but the only way that keeps undo.
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
filter.addEventListener('input', filterTypes);
window.addEventListener('hashchange', readAddress);

readAddress();
loadExamples();
