// Keeps the query in the address as one writes, and copies the address.

import { useGraphiQL } from '@graphiql/react';
import { useEffect, useRef, useState } from 'react';
import { copied } from '../shared/clipboard.js';
import { writeLink } from '../shared/link.js';

// Browsers refuse to have an address changed too often.
const PAUSE = 400;

export function CopyLink() {
  const fragment = useFragment();
  const [said, setSaid] = useState('');
  const copy = async () => {
    setAddress(fragment);
    setSaid((await copied(location.href)) ? 'Copied' : 'See address');
    setTimeout(() => setSaid(''), 2000);
  };
  return (
    <button type="button" className="tool copy-link" onClick={copy}>
      <span aria-live="polite">{said || 'Copy link'}</span>
    </button>
  );
}

/** The link to what the tab has. The address follows it, from the first change on. */
function useFragment() {
  const query = useGraphiQL((state) => state.tabs[state.activeTabIndex]?.query ?? '');
  const variables = useGraphiQL((state) => state.tabs[state.activeTabIndex]?.variables ?? '');
  const operationName = useGraphiQL((state) =>
    // With one operation there is nothing to choose.
    state.operations?.length > 1 ? state.operationName : undefined,
  );
  const fragment = query.trim() ? writeLink({ query, variables, operationName }) : '';
  // A page that was just opened keeps its address: "/" stays short, a link stays as it was written.
  const seen = useRef(`${query}\n${variables}`);
  useEffect(() => {
    if (seen.current === `${query}\n${variables}`) return undefined;
    seen.current = null;
    const timer = setTimeout(() => setAddress(fragment), PAUSE);
    return () => clearTimeout(timer);
  }, [fragment, query, variables]);
  return fragment;
}

function setAddress(fragment) {
  if (location.hash === fragment && !location.search) return;
  try {
    history.replaceState(null, '', location.pathname + fragment);
  } catch {
    // Too long or too often for this browser: the address stays behind, nothing else is lost.
  }
}
