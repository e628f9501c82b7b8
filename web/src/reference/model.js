// The schema as the pages need it: types by name and by group, and where each is used.

/** The name at the bottom of a type such as `[Iscm!]!`. */
export const nameOf = (type) => (type.ofType ? nameOf(type.ofType) : type.name);

export const isList = ({ kind, ofType }) => kind === 'LIST' || (kind === 'NON_NULL' && isList(ofType));

/**
 * Whether a type is part of how all lists are asked: its pages, conditions, orders and groups. They are more than
 * half of the types, and all alike.
 */
export const isMachinery = ({ name }) =>
  /(Connection|Edge|Filter|Group|GroupKey|Number|Order|OrderField)$|^(GroupValue|OrderDirection|PageInfo)$/.test(
    name,
  );

const isOf = (kind) => (type) => type.kind === kind && !isMachinery(type);

const GROUPS = [
  ['Objects', isOf('OBJECT')],
  ['Interfaces', isOf('INTERFACE')],
  ['Unions', isOf('UNION')],
  ['Enums', isOf('ENUM')],
  ['Input objects', isOf('INPUT_OBJECT')],
  ['Scalars', isOf('SCALAR')],
  ['Machinery of lists', isMachinery],
];

const byName = (a, b) => a.name.localeCompare(b.name, 'en');

/**
 * @param {object} schema the answer's `__schema`
 */
export function readSchema(schema) {
  const all = schema.types.filter(({ name }) => !name.startsWith('__')).sort(byName);
  const roots = [schema.queryType, schema.mutationType, schema.subscriptionType]
    .filter(Boolean)
    .map(({ name }) => all.find((type) => type.name === name));
  const rest = all.filter((type) => !roots.includes(type));
  const directives = schema.directives
    .map((directive) => ({ ...directive, kind: 'DIRECTIVE', name: `@${directive.name}` }))
    .sort(byName);
  const groups = [
    { title: 'Where to start', types: roots },
    ...GROUPS.map(([title, belongs]) => ({ title, types: rest.filter(belongs) })),
    { title: 'Directives', types: directives },
  ].filter(({ types }) => types.length > 0);
  return {
    roots,
    groups,
    types: new Map([...all, ...directives].map((type) => [type.name, type])),
    uses: findUses([...all, ...directives]),
  };
}

/** The places that name each type: `fields` that give it, `args` and `inputs` that take it. */
function findUses(types) {
  const uses = new Map();
  const add = (type, how, label, anchor) => {
    const name = nameOf(type);
    if (!uses.has(name)) uses.set(name, { fields: [], args: [], inputs: [] });
    uses.get(name)[how].push({ label, anchor });
  };
  for (const type of types) {
    for (const field of type.fields ?? []) {
      const anchor = `${type.name}.${field.name}`;
      add(field.type, 'fields', anchor, anchor);
      for (const arg of field.args) add(arg.type, 'args', `${anchor}(${arg.name})`, anchor);
    }
    for (const field of type.inputFields ?? []) {
      const anchor = `${type.name}.${field.name}`;
      add(field.type, 'inputs', anchor, anchor);
    }
    for (const arg of type.args ?? []) add(arg.type, 'args', `${type.name}(${arg.name})`, type.name);
  }
  return uses;
}
