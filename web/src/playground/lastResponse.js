// What is known of the last response: the fetcher writes it, the line below the result shows it.

let last = null;
const listeners = new Set();

/** @param {null | {state: 'done' | 'stopped' | 'open', cost?: {requested: number, limit: number},
 *   milliseconds?: number, bytes?: number, errors?: number, status?: number, events?: number}} response */
export function setLastResponse(response) {
  last = response;
  for (const listener of listeners) listener();
}

export const getLastResponse = () => last;

export function subscribe(listener) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
