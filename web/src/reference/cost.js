// What fields cost, in words: of `/costs.json`, which has what the directives `@cost` and `@listSize` tell, for
// introspection does not.

import { isList, nameOf } from './model.js';

/** What the directives tell by field, `Query.search`; null when it cannot be had. */
export async function loadCosts() {
  try {
    const response = await fetch('costs.json');
    return response.ok ? await response.json() : null;
  } catch {
    return null;
  }
}

/**
 * A sentence or two.
 * @param {string} place
 * @param {object} field
 * @param {Map<string, object>} types
 * @param {Record<string, {cost?: {weight: string}, listSize?: object}>} costs
 */
export function costInWords(place, field, types, costs) {
  const { cost, listSize } = costs[place] ?? {};
  const isLeaf = ['SCALAR', 'ENUM'].includes(types.get(nameOf(field.type))?.kind);
  const one = isLeaf ? 'costs 0.1 points' : 'costs 1 point and what is asked of it';
  const more = cost ? ` The field costs ${cost.weight} points more each time.` : '';
  if (!listSize) return `${isList(field.type) && !isLeaf ? 'Each item' : 'It'} ${one}.${more}`;
  const { assumedSize, slicingArguments, sizedFields } = listSize;
  const told = slicingArguments?.map((name) => `\`${name}\``).join(' or ');
  const count = told
    ? `as many as ${told} tells, ${assumedSize} without it`
    : `${assumedSize} are counted, however many there are`;
  const each = sizedFields ? 'costs 1 point, and each of its nodes 1 point and what is asked of it' : null;
  return each ? `It ${each}: ${count}.${more}` : `Each item ${one}: ${count}.${more}`;
}
