// Gives GraphiQL's markup what readers of a screen reader need of it: names for fields that have none, and roles
// that are what their elements are. Look at this when GraphiQL is updated: what it mends may be right by then.

/** What is wrong, as a selector, and what makes an element right. */
const MENDS = {
  // A tab may hold no other button, and these hold one that closes them: they are a list of buttons.
  '[role="tablist"]': (list) => set(list, { role: 'list', 'aria-label': 'Tabs' }),
  '.graphiql-tab': (tab) => {
    const isActive = tab.classList.contains('graphiql-tab-active');
    set(tab, { role: 'listitem', 'aria-selected': null });
    const button = tab.querySelector('.graphiql-tab-button');
    if (button) set(button, { 'aria-current': isActive ? 'true' : null, 'aria-controls': null });
  },
  '[role="tabpanel"]': (panel) => set(panel, { role: 'group' }),
  '.graphiql-explorer-root input': (input) =>
    set(input, { 'aria-label': labelOf(input) ?? input.placeholder ?? 'Value' }),
  '.graphiql-explorer-root select': (select) =>
    set(select, { 'aria-label': labelOf(select) ?? 'Kind of operation' }),
  // Its name is what it shows.
  '.graphiql-history-item-label': (button) => set(button, { 'aria-label': null }),
};

/** The argument that a field of the explorer is for. */
const labelOf = (field) => field.closest('[data-arg-name]')?.dataset.argName;

/** Writes what differs, so that the observer comes to rest. */
function set(element, attributes) {
  for (const [name, value] of Object.entries(attributes)) {
    if (element.getAttribute(name) === value) continue;
    if (value === null) element.removeAttribute(name);
    else element.setAttribute(name, value);
  }
}

/** Mends what is in an element now, and what will be. */
export function keepMended(root) {
  const mend = () => {
    for (const [selector, right] of Object.entries(MENDS)) root.querySelectorAll(selector).forEach(right);
  };
  let isWaiting = false;
  const observer = new MutationObserver(() => {
    if (isWaiting) return;
    isWaiting = true;
    queueMicrotask(() => {
      isWaiting = false;
      mend();
    });
  });
  const attributeFilter = ['role', 'class', 'aria-selected', 'aria-label'];
  observer.observe(root, { subtree: true, childList: true, attributes: true, attributeFilter });
  mend();
}
