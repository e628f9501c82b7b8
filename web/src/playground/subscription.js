// Subscriptions, by the graphql-transport-ws protocol on the API's own address.

import { setLastResponse } from './lastResponse.js';

/** A client for each value of the header `Authorization`. */
const clients = new Map();

/** The one connection of who asks, opened by the first subscription and closed after the last. */
async function connection(headers) {
  // Few visitors subscribe: the library comes when somebody does.
  const { createClient } = await import('graphql-ws');
  const url = new URL('graphql', location.href);
  url.protocol = url.protocol.replace('http', 'ws');
  // A browser sends no header with a socket: what says who asks goes in the message that begins it.
  const [, authorization] = Object.entries(headers ?? {}).find(([name]) => /^authorization$/i.test(name)) ?? [];
  if (!clients.has(authorization)) {
    const connectionParams = authorization && { Authorization: authorization };
    // A key that is refused once is refused again.
    const shouldRetry = ({ code }) => code !== 4403;
    clients.set(authorization, createClient({ url: url.href, connectionParams, lazy: true, retryAttempts: 2, shouldRetry }));
  }
  return clients.get(authorization);
}

/** The events of a subscription, as an observable. */
export function subscription({ query, variables, operationName }, headers) {
  return {
    subscribe(observer) {
      let stopped = false;
      let dispose = () => {};
      let events = 0;
      const end = (state) => setLastResponse({ state, events });
      const fail = (error) => {
        if (stopped) return;
        end('stopped');
        observer.next({ errors: toErrors(error) });
        observer.complete();
      };
      setLastResponse({ state: 'open', events });
      connection(headers).then((ws) => {
        if (stopped) return;
        dispose = ws.subscribe(
          { query, variables, operationName: operationName || undefined },
          {
            next(result) {
              events += 1;
              setLastResponse({ state: 'open', events, cost: result.extensions?.cost });
              observer.next(result);
            },
            error: fail,
            complete() {
              if (stopped) return;
              end('done');
              observer.complete();
            },
          },
        );
      }, fail);
      return {
        unsubscribe() {
          if (stopped) return;
          stopped = true;
          dispose();
          end('stopped');
        },
      };
    },
  };
}

/** graphql-ws gives GraphQL's errors, the close of a connection, or any other error. */
function toErrors(error) {
  if (Array.isArray(error)) return error;
  if (error instanceof Error) return [{ message: error.message }];
  const { code, reason } = error ?? {};
  const why = reason || 'no reason was given';
  return [{ message: `The connection for subscriptions was closed (${code ?? 'unknown'}): ${why}.` }];
}
