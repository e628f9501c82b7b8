// How GraphiQL reaches the API: queries by POST, subscriptions by WebSocket.
//
// Both are observables, the one kind of answer that GraphiQL can stop: its stop button then ends the request.

import { setLastResponse } from './lastResponse.js';
import { subscription } from './subscription.js';

/** GraphiQL's fetcher. */
export function fetcher(params, { headers, documentAST } = {}) {
  if (operationKind(documentAST, params.operationName) === 'subscription') return subscription(params, headers);
  // GraphiQL's own question for the schema is not what the line below the result is about.
  const report = params.operationName === 'IntrospectionQuery' ? () => {} : setLastResponse;
  return request(params, headers, report);
}

function operationKind(document, name) {
  const operations = document?.definitions.filter(({ kind }) => kind === 'OperationDefinition') ?? [];
  const chosen = operations.find((operation) => operation.name?.value === name) ?? operations[0];
  return chosen?.operation;
}

function request(params, headers, report) {
  return {
    subscribe(observer) {
      const abort = new AbortController();
      report(null);
      post(params, headers, abort.signal).then(
        ({ result, ...facts }) => {
          report({ state: 'done', ...facts });
          observer.next(result);
          observer.complete();
        },
        (error) => {
          if (abort.signal.aborted) return;
          observer.next({ errors: [{ message: `The request failed: ${error.message}` }] });
          observer.complete();
        },
      );
      return {
        unsubscribe() {
          abort.abort();
          report({ state: 'stopped' });
        },
      };
    },
  };
}

async function post(params, headers, signal) {
  const start = performance.now();
  const response = await fetch('graphql', {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      accept: 'application/graphql-response+json, application/json',
      ...headers,
    },
    body: JSON.stringify(params),
    signal,
  });
  const body = await response.arrayBuffer();
  const milliseconds = performance.now() - start;
  const result = read(new TextDecoder().decode(body), response);
  return {
    result,
    milliseconds,
    bytes: body.byteLength,
    status: response.status,
    errors: result.errors?.length ?? 0,
    cost: result.extensions?.cost,
  };
}

/** What came, or an error in GraphQL's form when it is not GraphQL: a proxy's page, say. */
function read(text, { status, statusText }) {
  try {
    const result = JSON.parse(text);
    if (result && typeof result === 'object') return result;
  } catch {
    // Told below.
  }
  const message = `The server answered ${`${status} ${statusText}`.trim()}, and not in JSON`;
  return { errors: [{ message: text.trim() ? `${message}: ${text.slice(0, 500)}` : `${message}.` }] };
}
