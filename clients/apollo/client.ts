import { ApolloClient, ApolloLink, HttpLink } from "@apollo/client";
import { PersistedQueryLink } from "@apollo/client/link/persisted-queries";
import { GraphQLWsLink } from "@apollo/client/link/subscriptions";
import { OperationTypeNode } from "graphql";
import { createClient as createSocket } from "graphql-ws";
import { tap } from "rxjs";
import WebSocket from "ws";

import { createCache } from "./cache";

export interface Options {
  fetch?: typeof globalThis.fetch;
  /** A key, of who has an account. It is a secret: keep it out of pages that others are sent. */
  key?: string | undefined;
  onCost?: (requested: number) => void;
}

export function createClient(server: string, { fetch = globalThis.fetch, key, onCost }: Options = {}) {
  const authorization: Record<string, string> = key ? { Authorization: `Bearer ${key}` } : {};

  // A query goes out as a GET with its hash; the text follows, once, when the server does not know the hash.
  const persisted = new PersistedQueryLink({ sha256, useGETForHashedQueries: true });
  const http = new HttpLink({ uri: `${server}/graphql`, fetch, headers: authorization });

  // Apollo keeps `extensions` out of results; a link sees them.
  const cost = new ApolloLink((operation, forward) =>
    forward(operation).pipe(tap(({ extensions }) => extensions?.cost && onCost?.(extensions.cost.requested))),
  );

  // A page can send no header with a WebSocket: the key comes in the message that begins it.
  const socket = createSocket({
    url: `${server.replace(/^http/, "ws")}/graphql`,
    connectionParams: authorization,
    shouldRetry: (event) => (event as { code?: number }).code !== 4403, // a key that is refused once is refused again
    webSocketImpl: WebSocket, // Node 20 has none of its own; in a browser leave this out.
  });

  const client = new ApolloClient({
    cache: createCache(),
    link: ApolloLink.split(
      ({ operationType }) => operationType === OperationTypeNode.SUBSCRIPTION,
      new GraphQLWsLink(socket),
      ApolloLink.from([cost, persisted, http]),
    ),
  });
  return { client, close: () => socket.dispose() };
}

async function sha256(text: string): Promise<string> {
  const hash = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return Array.from(new Uint8Array(hash), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
