// The line below the result: what the response cost, how long it took, how big it is.

import { useGraphiQL } from '@graphiql/react';
import { useEffect, useRef, useSyncExternalStore } from 'react';
import { getLastResponse, setLastResponse, subscribe } from './lastResponse.js';

export function StatusLine() {
  const response = useSyncExternalStore(subscribe, getLastResponse);
  const isFetching = useGraphiQL((state) => state.isFetching);
  const tab = useGraphiQL((state) => state.tabs[state.activeTabIndex]?.id);
  // What is known of one tab's response says nothing about another's, and is there again with it.
  const kept = useRef(new Map());
  useEffect(() => {
    const { current } = kept;
    setLastResponse(current.get(tab) ?? null);
    return () => void current.set(tab, getLastResponse());
  }, [tab]);
  return (
    <p className="status-line" role="status">
      {response ? describe(response) : isFetching ? 'Asking…' : hint}
    </p>
  );
}

const isMac = navigator.userAgent.includes('Mac');
const hint = `${isMac ? 'Cmd' : 'Ctrl'} + Enter runs the query.`;

function describe({ state, cost, milliseconds, bytes, errors, status, events }) {
  const parts = [];
  if (state === 'stopped') parts.push('stopped');
  if (state === 'open') parts.push('waiting for events');
  if (events !== undefined) parts.push(count(events, 'event'));
  if (status >= 400) parts.push(`status ${status}`);
  if (errors) parts.push(count(errors, 'error'));
  if (cost) parts.push(`cost ${number(cost.requested)} of ${number(cost.limit)}`);
  if (milliseconds !== undefined) parts.push(duration(milliseconds));
  if (bytes !== undefined) parts.push(size(bytes));
  return parts.join(' · ');
}

const number = (value) => Number(value).toLocaleString('en');

const count = (value, what) => `${number(value)} ${what}${value === 1 ? '' : 's'}`;

const duration = (ms) => (ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`);

function size(bytes) {
  if (bytes < 1000) return `${bytes} B`;
  if (bytes < 1_000_000) return `${(bytes / 1000).toFixed(1)} kB`;
  return `${(bytes / 1_000_000).toFixed(1)} MB`;
}
