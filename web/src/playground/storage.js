// Where GraphiQL keeps tabs, settings and history: the browser's storage, but for request headers, which may
// hold secrets. GraphiQL leaves them out of the tabs it keeps when told so, but not out of its history.

const isOurs = (key) => key.startsWith('graphiql:');
const isHistory = (key) => key === 'graphiql:queries' || key === 'graphiql:favorites';

const withoutHeaders = (json) =>
  JSON.stringify(JSON.parse(json, (key, value) => (key === 'headers' ? undefined : value)));

/** Null where the browser allows no storage: then all is forgotten when the page is closed. */
export const storage = open();

function open() {
  let store;
  try {
    store = localStorage;
  } catch {
    return null;
  }
  const keys = () => Object.keys(store).filter(isOurs);
  return {
    getItem: (key) => store.getItem(key),
    setItem: (key, value) => store.setItem(key, isHistory(key) ? withoutHeaders(value) : value),
    removeItem: (key) => store.removeItem(key),
    clear: () => keys().forEach((key) => store.removeItem(key)),
    get length() {
      return keys().length;
    },
  };
}
