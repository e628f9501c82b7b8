// What is wrong with a link, in words: it names no example, or its query cannot be read.

import { parse } from 'graphql';

/**
 * @param {null | {example: string} | {query: string}} link
 * @param {{name: string}[]} examples
 * @returns {string} nothing for a link that can be opened
 */
export function linkFault(link, examples) {
  if (link?.example && !examples.some(({ name }) => name === link.example)) {
    return `There is no example “${link.example}”. “Examples” lists those that there are.`;
  }
  try {
    if (link?.query) parse(link.query);
    return '';
  } catch ({ message, locations }) {
    const [at] = locations ?? [];
    const place = at ? ` (line ${at.line}, column ${at.column})` : '';
    return `The query of the link cannot be read: ${message.replace(/\.$/, '')}${place}.`;
  }
}
