// Values for the examples: what an argument or a field of an input may be given.

import { isList, nameOf } from './model.js';

/** Values of arguments of which the data has something, by field and argument. */
const KNOWN = {
  'asOf.version': '1',
  'assessment.year': '2019',
  'compare.iscms': '["RCM", "EaPPMA", "MMD"]',
  'country.code': '"CH"',
  'iscm.acronym': '"RCM"',
  'node.id': '"iscm:rcm"',
  'nodes.ids': '["iscm:rcm", "country:mx"]',
  'organization.acronym': '"IOM"',
  'search.query': '"children"',
  'suggest.prefix': '"mex"',
  'topic.slug': '"migration-governance"',
};

/** Whether there is a value that an argument is given in examples, needed or not. */
export const isKnown = (name) => name in KNOWN;

/** Values by scalar. */
const SCALARS = {
  Boolean: 'true',
  CountryCode: 'HN',
  Date: '"2019-11-21"',
  DateTime: '"2019-11-21T00:00:00Z"',
  Decimal: '"1000"',
  Float: '1',
  ID: '"iscm:rcm"',
  Int: '1',
  JSON: '"RESERVE"',
  String: '"migration"',
};

/** What says something on every type of condition. */
const PLAIN = { isNull: 'false', count: '{ gte: 1 }' };

/** Fields that an input needs though its type does not say so. */
const NEEDED = { CertaintyFilter: ['on'] };

/** A value of a type for an argument, `iscm.acronym`, or the field of an input; null where none is known. */
export function sample(type, name, types, seen = []) {
  if (type.kind === 'NON_NULL') return sample(type.ofType, name, types, seen);
  if (name in KNOWN) return KNOWN[name];
  if (type.kind === 'LIST') return `[${sample(type.ofType, name, types, seen)}]`;
  const of = types.get(type.name);
  if (of.kind === 'ENUM')
    return (of.enumValues.find(({ name: value }) => value !== 'ID') ?? of.enumValues[0]).name;
  if (of.kind === 'SCALAR') return SCALARS[of.name] ?? null;
  return object(of, types, seen);
}

/** An input object with one field, or with those that it needs. */
function object(of, types, seen) {
  const fields = of.inputFields;
  const isNeeded = ({ name, type, defaultValue }) =>
    (type.kind === 'NON_NULL' && defaultValue === null) || NEEDED[of.name]?.includes(name);
  const needed = fields.filter(isNeeded);
  const chosen = needed.length ? needed : [plainField(fields, seen, types)];
  const written = chosen.map((field) => {
    const value = PLAIN[field.name] ?? sample(field.type, field.name, types, [...seen, of.name]);
    return `${field.name}: ${value}`;
  });
  return `{ ${written.join(', ')} }`;
}

/** The field that is simplest to give. */
function plainField(fields, seen, types) {
  const has = (field, name) =>
    types.get(nameOf(field.type)).inputFields?.some((inner) => inner.name === name);
  return (
    fields.find(({ name }) => name in PLAIN) ??
    fields.find((field) => field.name !== 'id' && has(field, 'isNull')) ??
    fields.find((field) => has(field, 'count')) ??
    fields.find((field) => !seen.includes(nameOf(field.type)))
  );
}

/**
 * The argument that takes a type, or an input that holds it, and the value to give there.
 * @param {string} name the type's
 * @param {Map<string, unknown>} ways the types that can be asked for
 * @param {Map<string, object>} types
 * @returns {null | {owner: string, field: object, arg: string, value: string}}
 */
export function placeOf(name, ways, types) {
  // Each with the fields that lead down to the type, the innermost first.
  const queue = [{ taken: name, fields: [] }];
  const seen = new Set([name]);
  for (const { taken, fields } of queue) {
    const place = argumentOf(taken, ways, types);
    if (place) {
      const innermost = sample({ kind: types.get(name).kind, name }, '', types);
      const inner = fields.reduce(
        (value, { input, field }) => holding(input, field, value, types),
        innermost,
      );
      return { ...place, value: inList(place.type, inner) };
    }
    for (const input of types.values()) {
      const field = input.inputFields?.find(({ type }) => nameOf(type) === taken);
      if (!field || seen.has(input.name)) continue;
      seen.add(input.name);
      queue.push({ taken: input.name, fields: [...fields, { input, field }] });
    }
  }
  return null;
}

/** The argument of a type, on the type that is the easiest to ask for. */
function argumentOf(name, ways, types) {
  const places = [];
  for (const [owner, steps] of ways) {
    for (const field of types.get(owner).fields ?? []) {
      const arg = field.args.find(({ type }) => nameOf(type) === name);
      if (arg) places.push({ owner, field, arg: arg.name, type: arg.type, length: steps.length });
    }
  }
  return places.sort((a, b) => a.length - b.length)[0] ?? null;
}

/** An input object with a value in one of its fields, and what else it needs. */
function holding(input, field, value, types) {
  const needed = input.inputFields.filter(
    (other) => other !== field && other.type.kind === 'NON_NULL' && other.defaultValue === null,
  );
  const others = needed.map(
    (other) => `${other.name}: ${sample(other.type, other.name, types, [input.name])}`,
  );
  return `{ ${[`${field.name}: ${inList(field.type, value)}`, ...others].join(', ')} }`;
}

const inList = (type, value) => (isList(type) ? `[${value}]` : value);
