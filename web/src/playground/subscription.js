// Subscriptions, by the graphql-transport-ws protocol on the API's own address.

import { setLastResponse } from './lastResponse.js';

let client;

/** The one connection, opened by the first subscription and closed after the last. */
async function connection() {
  // Few visitors subscribe: the library comes when somebody does.
  const { createClient } = await import('graphql-ws');
  const url = new URL('graphql', location.href);
  url.protocol = url.protocol.replace('http', 'ws');
  client ??= createClient({ url: url.href, lazy: true, retryAttempts: 2 });
  return client;
}

/** The events of a subscription, as an observable. */
export function subscription({ query, variables, operationName }) {
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
      connection().then((ws) => {
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
