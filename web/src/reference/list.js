// The list at the side: the types by group, or what a search found.

import { el, link } from './dom.js';

const MOST = 60;

/** The types by group; the first two groups open. */
export function typeList(groups) {
  return groups.map(({ title, types }, index) =>
    el(
      'details',
      { open: index < 2 },
      el('summary', {}, title, ' ', el('span', { class: 'count' }, String(types.length))),
      el(
        'ul',
        {},
        types.map(({ name }) => el('li', {}, link(name))),
      ),
    ),
  );
}

/** The first of what was found, each with the first sentence of its description. */
export function resultList(found) {
  const items = found.slice(0, MOST).map(({ anchor, label, summary }) => {
    const result = link(anchor, el('code', {}, label));
    if (summary) result.append(el('span', {}, summary));
    return el('li', {}, result);
  });
  return el('ul', { class: 'results' }, items);
}

/** How many were found, for people. */
export function tellCount(count) {
  if (count === 0) return 'Nothing has these words.';
  if (count > MOST) return `The first ${MOST} of ${count.toLocaleString('en')}`;
  return count === 1 ? 'One place' : `${count} places`;
}

/** Marks the link to what the page shows, and opens the group that it is in. */
export function markCurrent(list, name) {
  for (const old of list.querySelectorAll('[aria-current]')) old.removeAttribute('aria-current');
  const current = [...list.querySelectorAll('a')].find((a) => a.getAttribute('href') === `#${name}`);
  if (!current) return;
  current.setAttribute('aria-current', 'page');
  const group = current.closest('details');
  if (group) group.open = true;
  // Not scrollIntoView(): it would scroll the page as well.
  const { top, bottom } = current.getBoundingClientRect();
  const seen = list.getBoundingClientRect();
  if (top < seen.top || bottom > seen.bottom) list.scrollTop += top - seen.top - list.clientHeight / 3;
}
