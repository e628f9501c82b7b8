// The list of tests: a module of cases adds to it when it is imported.

/** @type {{name: string, steps: (visitor: import('./visitor.mjs').Visitor) => Promise<void>}[]} */
export const tests = [];

/**
 * @param {string} name what a user sees
 * @param {(visitor: import('./visitor.mjs').Visitor) => Promise<void>} steps
 */
export const test = (name, steps) => tests.push({ name, steps });
