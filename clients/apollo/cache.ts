import { InMemoryCache } from "@apollo/client";
import { relayStylePagination } from "@apollo/client/utilities";

import possible from "./generated/possible-types";

// Pages of one list are joined to one list. `role`, `filter`, `orderBy` and the like make it another list,
// so the cache keeps a list for each set of arguments but those that only say which page is meant.
const PAGE = ["first", "after", "last", "before"];
const connection = relayStylePagination((args) => Object.keys(args ?? {}).filter((name) => !PAGE.includes(name)));

export function createCache(): InMemoryCache {
  return new InMemoryCache({
    // Lets `... on Cited` or `... on Node` in a fragment match the types that implement them.
    possibleTypes: possible.possibleTypes,
    typePolicies: {
      Query: { fields: { iscms: connection, instruments: connection, events: connection } },
      Iscm: { fields: { members: connection, instruments: connection, events: connection } },
      Country: { fields: { memberships: connection } },
    },
  });
}
