import type { ApolloClient } from "@apollo/client";

import { DATASET_VERSION } from "./documents";

/**
 * Asks anew for all that is on show when the data has a new version. The server tells the present version at once, also
 * when a lost connection is made again, so that no version is missed.
 */
export function follow(client: ApolloClient, told: (version: number) => void) {
  let shown: number | undefined;
  return client.subscribe({ query: DATASET_VERSION }).subscribe(({ data }) => {
    const version = data?.dataset.version;
    if (version === undefined) return;
    if (shown !== undefined && version !== shown) void client.refetchQueries({ include: "active" });
    shown = version;
    told(version);
  });
}
