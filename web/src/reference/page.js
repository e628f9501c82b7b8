// A type's page, and the page that one comes to first.

import { writeLink } from '../shared/link.js';
import { costInWords } from './cost.js';
import { el, firstSentence, inline, link, prose, typeLink } from './dom.js';
import { isMachinery } from './model.js';

const KINDS = {
  OBJECT: 'Object',
  INTERFACE: 'Interface',
  UNION: 'Union',
  ENUM: 'Enum',
  INPUT_OBJECT: 'Input object',
  SCALAR: 'Scalar',
  DIRECTIVE: 'Directive',
};

// Longer lists of uses are closed at first: `String` is used a thousand times.
const OPEN_UP_TO = 30;

/** The arguments that all lists have. */
const OF_LISTS = ['first', 'after', 'last', 'before', 'filter', 'orderBy'];

/** The first page: what can be asked. */
export function overview({ roots, types, groups }) {
  const count = groups.filter(({ title }) => title !== 'Directives').flatMap((group) => group.types).length;
  return [
    heading('Reference'),
    el(
      'p',
      {},
      `The schema's ${count} types, with all fields, what they mean and what they cost, and an example of each to run. What can be asked is below; search finds the rest. `,
      'Press ',
      el('kbd', {}, '/'),
      ' to search.',
    ),
    ...roots.map((root) => [
      el('h2', {}, link(root.name)),
      prose(root.description, types),
      el(
        'dl',
        { class: 'index' },
        (root.fields ?? []).map((field) =>
          el(
            'div',
            {},
            el('dt', {}, el('code', {}, link(`${root.name}.${field.name}`, field.name))),
            el('dd', {}, inline(firstSentence(field.description), types)),
          ),
        ),
      ),
    ]),
  ].flat(2);
}

/**
 * A type's page.
 * @param {object} type
 * @param {object} schema with `exampleOf`, which makes a type's example, and `costs`, if they could be had
 */
export function typePage(type, { types, uses, exampleOf, costs }) {
  const costOf = (place, part) => (costs && part.type ? costInWords(place, part, types, costs) : null);
  return [
    el('p', { class: 'kind' }, type.isOneOf ? 'Input object: exactly one field is given' : KINDS[type.kind]),
    heading(type.name),
    prose(type.description, types),
    type.specifiedByURL && el('p', {}, 'Specified by ', outside(type.specifiedByURL), '.'),
    example(exampleOf(type)),
    names('Implements', type.interfaces),
    type.kind === 'DIRECTIVE' && directiveFacts(type, types),
    parts('Fields', type.fields, type, types, costOf),
    parts('Fields', type.inputFields, type, types),
    parts('Values', type.enumValues, type, types),
    names(type.kind === 'UNION' ? 'One of' : 'Implemented by', type.possibleTypes),
    usedBy(uses.get(type.name), isMachinery(type)),
  ]
    .flat(2)
    .filter(Boolean);
}

export function notFound(name) {
  return [
    heading('Not in the schema'),
    el('p', {}, 'There is no ', el('code', {}, name), '. It may have another name by now: search for it.'),
  ];
}

const heading = (text) => el('h1', { tabindex: '-1' }, text);

/** A query that shows the type, and the way to run it. */
function example(query) {
  if (!query) return null;
  return [
    el('h2', {}, 'Example'),
    el('pre', { class: 'example', tabindex: '0', 'aria-label': 'An example query' }, query),
    el('p', {}, el('a', { class: 'run', href: `./${writeLink({ query })}` }, 'Run it in the playground')),
  ];
}

const outside = (url) =>
  /^https:\/\//.test(url) ? el('a', { href: url, rel: 'noreferrer' }, url) : el('code', {}, url);

function names(title, list) {
  if (!list?.length) return null;
  const items = list.map(({ name }) => el('li', {}, link(name)));
  return [el('h2', {}, title), el('ul', { class: 'names' }, items)];
}

function directiveFacts(directive, types) {
  const places = directive.locations.flatMap((place) => [', ', el('code', {}, place)]).slice(1);
  return [
    el('p', {}, 'On ', places, directive.isRepeatable && '. It can be repeated', '.'),
    directive.args.length > 0 && [el('h2', {}, 'Arguments'), argumentList(directive.args, types)],
  ].flat();
}

function parts(title, list, type, types, costOf) {
  if (!list?.length) return null;
  const section = (part) => partSection(part, `${type.name}.${part.name}`, types, costOf);
  return [el('h2', {}, title), ...list.map(section)];
}

/** A field or a value, with an anchor of its own. */
function partSection(part, anchor, types, costOf) {
  const args = part.args ?? [];
  const ofLists = args.some(({ name }) => name === 'filter') ? OF_LISTS : [];
  const own = args.filter(({ name }) => !ofLists.includes(name));
  const folded = args.filter(({ name }) => ofLists.includes(name));
  const cost = costOf?.(anchor, part);
  return el(
    'section',
    { class: 'part', id: anchor, tabindex: '-1', 'aria-label': part.name },
    el(
      'h3',
      {},
      el(
        'code',
        {},
        link(anchor, part.name),
        part.type && [': ', ...typeLink(part.type)].flat(),
        defaultOf(part),
      ),
    ),
    deprecation(part, types),
    prose(part.description, types),
    cost && el('p', { class: 'cost' }, inline(cost, types)),
    own.length > 0 && argumentList(own, types),
    folded.length > 0 &&
      el(
        'details',
        { class: 'folded' },
        el('summary', {}, 'As all lists: ', el('code', {}, folded.map(({ name }) => name).join(', '))),
        argumentList(folded, types),
      ),
  );
}

function argumentList(args, types) {
  return el(
    'dl',
    { class: 'args', 'aria-label': 'Arguments' },
    args.map((arg) =>
      el(
        'div',
        {},
        el('dt', {}, el('code', {}, `${arg.name}: `, typeLink(arg.type), defaultOf(arg))),
        el('dd', {}, deprecation(arg, types), prose(arg.description, types)),
      ),
    ),
  );
}

const defaultOf = ({ defaultValue }) =>
  defaultValue === null || defaultValue === undefined ? null : ` = ${defaultValue}`;

function deprecation({ isDeprecated, deprecationReason }, types) {
  if (!isDeprecated) return null;
  return el(
    'p',
    { class: 'deprecated' },
    el('strong', {}, 'Deprecated. '),
    inline(deprecationReason ?? '', types),
  );
}

function usedBy(uses, isOfMachinery) {
  if (!uses) return null;
  const isFolded = ({ anchor }) => !isOfMachinery && isMachinery({ name: anchor.split('.')[0] });
  const plain = (places) => places.filter((place) => !isFolded(place));
  const lists = [
    ['Given by', plain(uses.fields)],
    ['Taken by', plain(uses.args)],
    ['Part of', plain(uses.inputs)],
    ['In the machinery of lists', Object.values(uses).flat().filter(isFolded), true],
  ].filter(([, places]) => places.length > 0);
  return [
    el('h2', {}, 'Used by'),
    ...lists.map(([title, places, isClosed]) =>
      el(
        'details',
        { open: !isClosed && places.length <= OPEN_UP_TO },
        el('summary', {}, title, ' ', el('span', { class: 'count' }, String(places.length))),
        el(
          'ul',
          { class: 'names' },
          places.map(({ anchor, label }) => el('li', {}, link(anchor, label))),
        ),
      ),
    ),
  ];
}
