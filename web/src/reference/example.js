// An example query for each type: the shortest way to it from the root, and a few of its fields.
//
// They are made of the schema, so that a new type has one; the tests run them all.

import { isMachinery, nameOf } from './model.js';
import { isKnown, placeOf, sample } from './sample.js';

/** How many fields an example asks of a type at most. */
const FIELDS = 5;

/** What the ISCM of the examples lacks. */
const RARE = ['associatedWith'];

/** What tells people most of a thing. */
const TELLING = ['acronym', 'name', 'title', 'label', 'summary', 'year', 'kind', 'from', 'to', 'totalCount'];

/**
 * Makes the example of a type; null for a directive of the schema alone, and where no way leads.
 * @param {Map<string, object>} types
 * @param {{name: string}[]} roots queries first
 * @returns {(type: object) => string | null}
 */
export function exampleMaker(types, roots) {
  const [query] = roots;
  const ways = waysFrom(query.name, types);
  const isRoot = ({ name }) => roots.some((root) => root.name === name);
  return (type) => {
    if (type.kind === 'DIRECTIVE') return directiveExample(type, query, types);
    if (isRoot(type)) return write(type === query ? '' : type.name.toLowerCase(), rootSelection(type, types));
    if (ways.has(type.name)) return write('', along(ways.get(type.name), selection(type, types)));
    return fieldExample(type, ways, types) ?? inputExample(type, ways, types);
  };
}

/** The ways to all types that have fields: each the steps from the root. */
function waysFrom(root, types) {
  const ways = new Map([[root, { steps: [], cost: 0 }]]);
  const open = new Set([root]);
  while (open.size) {
    const [from] = [...open].sort((a, b) => ways.get(a).cost - ways.get(b).cost);
    open.delete(from);
    const { steps, cost } = ways.get(from);
    for (const { step, to, weight } of stepsFrom(types.get(from), types)) {
      const old = ways.get(to);
      if (old && old.cost <= cost + weight) continue;
      ways.set(to, { steps: [...steps, step], cost: cost + weight });
      open.add(to);
    }
  }
  return new Map([...ways].map(([name, { steps }]) => [name, steps]));
}

/** The types that one field, or one fragment, leads to. */
function stepsFrom(type, types) {
  const fields = (type.fields ?? []).map((field) => ({
    step: call(field, types),
    to: nameOf(field.type),
    // A list of all has what one thing may lack: its nodes are near. What is old goes last.
    weight: (field.name === 'nodes' ? 0.4 : 1) + (field.isDeprecated || RARE.includes(field.name) ? 9 : 0),
  }));
  const fragments = (type.possibleTypes ?? []).map(({ name }) => ({
    step: `... on ${name}`,
    to: name,
    weight: 5,
  }));
  const hasFields = ({ step, to }) => step && ['OBJECT', 'INTERFACE', 'UNION'].includes(types.get(to)?.kind);
  return [...fields, ...fragments].filter(hasFields);
}

const isRequired = ({ type, defaultValue }) => type.kind === 'NON_NULL' && defaultValue === null;

/** A field with the arguments that it needs, and a short page; with `given`, that argument too. */
function call(field, types, given = {}) {
  const values = field.args.map((arg) => {
    if (arg.name in given) return `${arg.name}: ${given[arg.name]}`;
    const name = `${field.name}.${arg.name}`;
    if (isRequired(arg) || isKnown(name)) return `${arg.name}: ${sample(arg.type, name, types)}`;
    return arg.name === 'first' ? 'first: 3' : null;
  });
  const written = values.filter(Boolean).join(', ');
  return written ? `${field.name}(${written})` : field.name;
}

const isLeaf = (field, types) => ['SCALAR', 'ENUM'].includes(types.get(nameOf(field.type))?.kind);

/** A few fields of a type. */
function selection(type, types, depth = 0) {
  if (type.kind === 'UNION') return ['__typename', ...fragments(type, types)];
  const asked = type.fields.filter((field) => !field.isDeprecated && !field.args.some(isRequired));
  const leaves = asked.filter((field) => isLeaf(field, types));
  const last = TELLING.length;
  const order = ({ name }) =>
    TELLING.includes(name) ? TELLING.indexOf(name) : name === 'id' ? last + 1 : last;
  const chosen = [...leaves].sort((a, b) => order(a) - order(b)).slice(0, FIELDS);
  const parts = chosen.map((field) => call(field, types));
  // A type such as a connection is about what it holds.
  const objects = asked.filter((field) => !isLeaf(field, types) && (isMachinery(type) || !chosen.length));
  const inner = objects.find(({ name }) => name === 'nodes') ?? objects[0];
  if (inner && depth < 3) {
    const to = types.get(nameOf(inner.type));
    parts.push([call(inner, types), selection(to, types, depth + 1)]);
  }
  return type.kind === 'INTERFACE' ? ['__typename', ...parts] : parts;
}

/** A few fields of each member of a union; not those that mean something else in another. */
function fragments({ possibleTypes }, types) {
  const members = possibleTypes.map(({ name }) => types.get(name));
  const typeOf = (member, name) => JSON.stringify(member.fields.find((field) => field.name === name)?.type);
  return members.map((member) => {
    const isAlike = (name) =>
      members.every((other) => [undefined, typeOf(member, name)].includes(typeOf(other, name)));
    const fields = selection(member, types).filter((part) => typeof part === 'string' && isAlike(part));
    return [`... on ${member.name}`, fields];
  });
}

function rootSelection(type, types) {
  const field = type.fields.find(({ name }) => name === 'dataset') ?? type.fields[0];
  return [[call(field, types), selection(types.get(nameOf(field.type)), types)]];
}

/** For what is only ever a field's value: the field, beside what tells whose it is. */
function fieldExample(type, ways, types) {
  const places = [];
  for (const owner of types.values()) {
    if (owner.kind !== 'OBJECT' || !ways.has(owner.name)) continue;
    for (const field of owner.fields) {
      const isIt = nameOf(field.type) === type.name && !field.args.some(isRequired) && !field.isDeprecated;
      if (isIt) places.push({ owner, field, steps: ways.get(owner.name) });
    }
  }
  const [place] = places.sort((a, b) => a.steps.length - b.steps.length);
  if (!place) return null;
  const others = selection(place.owner, types).filter((part) => typeof part === 'string');
  const asked = [...new Set([...others.slice(0, 2), call(place.field, types)])];
  return write('', along(place.steps, asked));
}

/** For what is only ever given: the argument that takes it, or takes what holds it. */
function inputExample(type, ways, types) {
  const place = placeOf(type.name, ways, types);
  if (!place) return null;
  const { owner, field, arg, value } = place;
  const step = call(field, types, { [arg]: value });
  const to = types.get(nameOf(field.type));
  const end = isLeaf(field, types) ? [step] : [[step, selection(to, types)]];
  return write('', along(ways.get(owner), end));
}

function directiveExample({ name, locations, args }, query, types) {
  if (!locations.includes('FIELD')) return null;
  const given = args.filter(isRequired).map((arg) => `${arg.name}: ${sample(arg.type, arg.name, types)}`);
  const [[step, [first, ...rest]]] = rootSelection(query, types);
  const used = given.length ? `${name}(${given.join(', ')})` : name;
  return write('', [[step, [first, ...rest.map((part) => (part === rest[0] ? `${part} ${used}` : part))]]]);
}

/** A selection at the end of a way. */
const along = (steps, end) => steps.reduceRight((inner, step) => [[step, inner]], end);

/** The text of a selection: each part a field, or a field and its selection. */
function write(operation, parts, indent = '') {
  const lines = parts.map((part) =>
    typeof part === 'string' ? `${indent}  ${part}` : `${indent}  ${write(part[0], part[1], `${indent}  `)}`,
  );
  return `${operation ? `${operation} ` : ''}{\n${lines.join('\n')}\n${indent}}`;
}
