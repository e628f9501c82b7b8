// The reference: reads the schema once, then shows what the address asks for, `#Iscm` or `#Iscm.members`.

import '../shared/theme.js';
import { ask } from '../shared/api.js';
import { loadCosts } from './cost.js';
import { el } from './dom.js';
import { exampleMaker } from './example.js';
import { INTROSPECTION } from './introspection.js';
import { markCurrent, resultList, tellCount, typeList } from './list.js';
import { readSchema } from './model.js';
import { notFound, overview, typePage } from './page.js';
import { makeIndex, search } from './search.js';

const page = document.getElementById('page');
const list = document.getElementById('list');
const words = document.getElementById('words');
const found = document.getElementById('found');

document.getElementById('skip').addEventListener('click', (event) => {
  // The address after "#" is the type's: a skip link must not change it.
  event.preventDefault();
  page.focus();
});

start();

async function start() {
  try {
    const [{ __schema }, costs] = await Promise.all([ask(INTROSPECTION), loadCosts()]);
    const schema = readSchema(__schema);
    run({ ...schema, costs, exampleOf: exampleMaker(schema.types, schema.roots) });
  } catch (error) {
    page.replaceChildren(el('p', { class: 'note' }, `The schema cannot be had: ${error.message}`));
  }
}

function run(schema) {
  const groups = typeList(schema.groups);
  list.replaceChildren(...groups);
  show(schema, { takeFocus: false });
  addEventListener('hashchange', () => show(schema, { takeFocus: true }));
  watchSearch(schema, groups);
}

/** Shows what the address asks for. */
function show(schema, { takeFocus }) {
  const anchor = readAnchor(location.hash);
  const name = anchor.split('.')[0];
  const type = schema.types.get(name);
  if (page.dataset.name !== name || !page.dataset.name) {
    const content = type ? typePage(type, schema) : name ? notFound(name) : overview(schema);
    page.replaceChildren(...content);
    page.dataset.name = name;
  }
  document.title = name ? `${name} · ISCM Graph` : 'Reference · ISCM Graph';
  markCurrent(list, name);
  for (const old of page.querySelectorAll('.target')) old.classList.remove('target');
  const part = anchor.includes('.') ? document.getElementById(anchor) : null;
  part?.classList.add('target');
  const target = part ?? page.querySelector('h1');
  // Readers of a screen reader are taken to the new text; the first page load leaves the focus alone.
  if (takeFocus) target?.focus({ preventScroll: true });
  if (part) part.scrollIntoView();
  else if (takeFocus) scrollTo(0, 0);
}

/** What stands after "#". What is no good encoding is taken as it is written. */
function readAnchor(hash) {
  try {
    return decodeURIComponent(hash.slice(1));
  } catch {
    return hash.slice(1);
  }
}

function watchSearch(schema, groups) {
  // Made when somebody searches, not when somebody reads.
  let index;
  const update = () => {
    const typed = words.value.trim();
    if (!typed) {
      found.textContent = '';
      list.replaceChildren(...groups);
      markCurrent(list, page.dataset.name);
      return;
    }
    index ??= makeIndex(schema.types);
    const results = search(index, typed);
    found.textContent = tellCount(results.length);
    list.replaceChildren(resultList(results));
    list.scrollTop = 0;
  };
  words.addEventListener('input', update);
  // The page may be come back to, with what was typed before.
  update();
  document.getElementById('search').addEventListener('submit', (event) => {
    event.preventDefault();
    list.querySelector('.results a')?.click();
  });
  addEventListener('keydown', onKey);
}

/** "/" goes to the search; the arrows go through what is listed. */
function onKey(event) {
  if (event.key === '/' && !event.ctrlKey && !event.metaKey && event.target !== words) {
    event.preventDefault();
    words.focus();
    words.select();
    return;
  }
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  const inList = list.contains(event.target);
  if (!step || (!inList && event.target !== words)) return;
  const stops = [words, ...list.querySelectorAll('a, summary')].filter((stop) => stop.checkVisibility());
  const next = stops[stops.indexOf(event.target) + step];
  if (!next) return;
  event.preventDefault();
  next.focus();
}
