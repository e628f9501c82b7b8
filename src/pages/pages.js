// What pages do beside being read: suggestions below the search box, and links of the playground that lead to its
// old address. Without scripts all else works.

const here = new URL('.', document.currentScript?.src ?? location.href);

// Until the playground had an address of its own, links to queries led to the first page.
if (location.pathname === here.pathname && /^#(.*&)?(query|example)=/.test(location.hash)) {
  location.replace(new URL(`playground${location.hash}`, here));
}

// Until each type had a page of its own, links to types and fields led into one page of all.
const [hash, type, field] = location.hash.match(/^#(@?\w+)(\.\w+)?$/) ?? [];
if (type && location.pathname === new URL('reference', here).pathname) {
  if (field || !document.getElementById(type)) {
    location.replace(new URL(`reference/${type}${field ? hash : ''}`, here));
  }
}

const DOCUMENT = `query($prefix: String!) {
  suggest(prefix: $prefix, first: 8, types: [ISCM, COUNTRY, ORGANIZATION, TOPIC]) {
    text
    node { __typename ... on Iscm { slug } ... on Country { code } ... on Organization { acronym } ... on Topic { slug } }
  }
}`;

const PATHS = {
  Iscm: (node) => `iscm/${node.slug}`,
  Country: (node) => node.code && `country/${node.code.toLowerCase()}`,
  Organization: (node) => `organization/${encodeURIComponent(node.acronym)}`,
  Topic: (node) => `topic/${node.slug}`,
};

const box = document.getElementById('q');
let asked = 0;
let waiting;

function close() {
  box.parentElement.querySelector('.suggest')?.remove();
}

async function suggest() {
  const prefix = box.value.trim();
  const turn = ++asked;
  if (prefix.length < 2) return close();
  const address = new URL('graphql', here);
  address.searchParams.set('query', DOCUMENT);
  address.searchParams.set('variables', JSON.stringify({ prefix }));
  let found;
  try {
    const response = await fetch(address, { headers: { accept: 'application/json' } });
    found = (await response.json()).data?.suggest ?? [];
  } catch {
    return;
  }
  if (turn !== asked) return;
  close();
  const list = document.createElement('ul');
  list.className = 'suggest';
  for (const { text, node } of found) {
    const path = PATHS[node.__typename]?.(node);
    if (!path) continue;
    const link = document.createElement('a');
    link.href = new URL(path, here);
    link.textContent = text;
    const item = document.createElement('li');
    item.append(link);
    list.append(item);
  }
  if (list.children.length > 0) box.parentElement.append(list);
}

if (box) {
  box.addEventListener('input', () => {
    clearTimeout(waiting);
    waiting = setTimeout(suggest, 150);
  });
  box.form.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') close();
  });
  box.form.addEventListener('focusout', (event) => {
    if (!box.form.contains(event.relatedTarget)) close();
  });
}

// Changes that are proposed are shown to who sends a key: it is kept here, and nowhere else.
function takeKey() {
  const form = document.getElementById('key');
  if (!form) return;
  form.hidden = false;
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    showWith(form.elements.key.value.trim(), location.href);
  });
}

async function showWith(key, address) {
  const form = document.getElementById('key');
  let page;
  try {
    const headers = { accept: 'text/html', authorization: `Bearer ${key}` };
    const response = await fetch(address, { headers });
    page = new DOMParser().parseFromString(await response.text(), 'text/html');
    if (form && !response.ok) throw new Error(page.querySelector('main p')?.textContent ?? response.statusText);
  } catch (error) {
    if (form) form.querySelector('[role=alert]').textContent = error.message;
    return;
  }
  const main = document.getElementById('main');
  main.replaceChildren(...page.getElementById('main').childNodes);
  document.title = page.title;
  main.focus();
  const proposals = new URL('changes/proposals', here).pathname;
  for (const link of main.querySelectorAll('a[href]')) {
    // Links of a page are from where that is.
    link.href = new URL(link.getAttribute('href'), address);
    if (!link.pathname.startsWith(proposals)) continue;
    link.addEventListener('click', (event) => {
      event.preventDefault();
      showWith(key, link.href);
    });
  }
}

takeKey();
