// Text as searches compare it.

/**
 * Without case and accents.
 * @param {string} text
 */
export const fold = (text) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
