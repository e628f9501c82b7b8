// Makes variables and headers pretty. vite.config.js puts this in the place of two of Prettier's plugins, its
// whole reader and writer of JavaScript, half a megabyte, of which GraphiQL uses the part that knows JSON.

import { applyEdits, format } from 'jsonc-parser';

const pretty = (text) => applyEdits(text, format(text, undefined, { insertSpaces: true, tabSize: 2 })).trim();

// What Prettier asks of a plugin: the "tree" here is the text itself.
export const parsers = {
  jsonc: {
    astFormat: 'json-text',
    parse: (text) => ({ text }),
    locStart: () => 0,
    locEnd: ({ text }) => text.length,
  },
};

export const printers = { 'json-text': { print: (path) => pretty(path.node.text) } };
