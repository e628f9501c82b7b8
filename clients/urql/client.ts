import { Client, fetchExchange, subscriptionExchange } from "@urql/core";
import { cacheExchange, type CacheExchangeOpts } from "@urql/exchange-graphcache";
import { relayPagination } from "@urql/exchange-graphcache/extras";
import { persistedExchange } from "@urql/exchange-persisted";
import { createClient as createStream } from "graphql-sse";

import schema from "./generated/schema.json";

export function createClient(server: string, fetch = globalThis.fetch) {
  const stream = createStream({ url: `${server}/graphql/stream` });

  const cache = cacheExchange({
    // With the schema the cache knows which types `... on Cited` matches and which fields may be missing.
    schema: schema as CacheExchangeOpts["schema"],
    // What has no id of its own belongs to what holds it.
    keys: Object.fromEntries(withoutId().map((type) => [type, () => null])),
    resolvers: {
      // Pages of one list are read as one list.
      Iscm: { members: relayPagination(), instruments: relayPagination(), events: relayPagination() },
      Query: { iscms: relayPagination() },
    },
  });

  return new Client({
    url: `${server}/graphql`,
    fetch,
    exchanges: [
      cache,
      // After the cache: only what goes out is hashed. The text follows, once, when the server asks for it.
      persistedExchange({ preferGetForPersistedQueries: true }),
      fetchExchange,
      subscriptionExchange({
        forwardSubscription: ({ query = "", variables }) => ({
          subscribe: (sink) => ({ unsubscribe: stream.subscribe({ query, variables }, sink) }),
        }),
      }),
    ],
  });
}

function withoutId(): string[] {
  return schema.__schema.types
    .filter(({ name, fields }) => !/^(Query|Subscription)$/.test(name) && fields?.every((field) => field.name !== "id"))
    .map(({ name }) => name);
}
