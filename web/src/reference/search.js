// Search over the schema: types, fields, arguments, enum values, by name and by description.

import { fold } from '../shared/fold.js';
import { firstSentence } from './dom.js';

/**
 * What can be found, made once: some five thousand entries, which a search goes through in a few milliseconds.
 * @param {Map<string, object>} types
 */
export function makeIndex(types) {
  const entries = [];
  const add = (rank, name, label, anchor, description) =>
    entries.push({
      rank,
      name: fold(name),
      label,
      anchor,
      summary: firstSentence(description),
      text: fold(`${label} ${description ?? ''}`),
    });
  for (const type of types.values()) {
    add(0, type.name, type.name, type.name, type.description);
    for (const part of [...(type.fields ?? []), ...(type.inputFields ?? []), ...(type.enumValues ?? [])]) {
      const anchor = `${type.name}.${part.name}`;
      // What one asks goes before what one asks it with.
      add(type.fields ? 1 : 3, part.name, anchor, anchor, part.description);
      for (const arg of part.args ?? []) add(2, arg.name, `${anchor}(${arg.name})`, anchor, arg.description);
    }
  }
  return entries;
}

/**
 * The entries that have all the words, best first: a name that is what was typed, then names that begin with
 * it, names that hold it, and descriptions. "reserve fund" finds `reserveFund`.
 */
export function search(entries, typed) {
  const words = fold(typed).split(/\s+/).filter(Boolean);
  if (words.length === 0) return [];
  const joined = words.join('');
  const found = [];
  for (const entry of entries) {
    const byName = entry.name.includes(joined);
    if (!byName && !words.every((word) => entry.text.includes(word))) continue;
    found.push({ entry, score: score(entry, joined, byName) });
  }
  const order = (a, b) =>
    a.score - b.score || a.entry.rank - b.entry.rank || a.entry.label.length - b.entry.label.length;
  return found.sort(order).map(({ entry }) => entry);
}

function score({ name, label }, joined, byName) {
  if (name === joined || label.toLowerCase() === joined) return 0;
  if (!byName) return 3;
  return name.startsWith(joined) ? 1 : 2;
}
