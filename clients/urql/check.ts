import type { OperationResult } from "@urql/core";

import { check, done, same, server } from "../check";
import { createClient } from "./client";
import { DATASET_VERSION, ISCM_PAGE, RECORD } from "./documents";

// What goes over the wire, to see what the cache and the persisted documents spare.
const sent: { method: string; text: boolean }[] = [];
const watched: typeof fetch = (address, init) => {
  const method = init?.method ?? "GET";
  const text = new URL(String(address)).searchParams.has("query") || String(init?.body).includes('"query"');
  sent.push({ method, text });
  return fetch(address, init);
};
const client = createClient(server(), watched);

// The page.
const first = await client.query(ISCM_PAGE, { acronym: "RCM", first: 4 }).toPromise();
same("errors", first.error, undefined);
const rcm = first.data?.iscm;
check("the RCM is there", rcm);
same("name", rcm.name, "Regional Conference on Migration");
same("year of the reserve fund", rcm.reserveFund?.established, 2004);
check("a secretariat", rcm.structures.some(({ kind }) => kind === "SECRETARIAT"));
check("fees of members", rcm.fundingSources.some(({ kind }) => kind === "MEMBER_FEES"));
check("each guideline has citations", rcm.guidelines.length >= 6 && rcm.guidelines.every(({ citations }) => citations.length > 0));
same("a page of members", rcm.members.edges.length, 4);
check("the answer's cost", first.extensions?.["cost"].requested > 0);

// The next pages: what comes back is the list so far.
let members = rcm.members;
while (members.pageInfo.hasNextPage) {
  const after = members.pageInfo.endCursor;
  const next = await client.query(ISCM_PAGE, { acronym: "RCM", first: 4, after }).toPromise();
  check("the next page", next.data?.iscm);
  members = next.data.iscm.members;
}
same("members in one list", members.edges.length, rcm.members.totalCount);
same("each member once", new Set(members.edges.map(({ node }) => node.id)).size, members.edges.length);

// A record by its id. `... on Cited` matches since the cache knows the schema.
const fund = await client.query(RECORD, { id: rcm.reserveFund.id }).toPromise();
check("the fund by its id", fund.data?.node && "established" in fund.data.node && fund.data.node.established === 2004);
check("and its citations", "citations" in fund.data.node && fund.data.node.citations.length > 0);

// Asking again sends nothing; the same document with other variables goes as a hash in a GET.
const before = sent.length;
await client.query(RECORD, { id: rcm.reserveFund.id }).toPromise();
same("the second time nothing is sent", sent.length, before);
await client.query(ISCM_PAGE, { acronym: "SACM", first: 4 }).toPromise();
same("a known document is a GET without its text", sent.at(-1), { method: "GET", text: false });

// Errors.
const none = await client.query(ISCM_PAGE, { acronym: "no such ISCM", first: 4 }).toPromise();
same("what is not there is not there", none.data?.iscm ?? null, null);
same("and told", none.error?.graphQLErrors[0]?.extensions["code"], "NOT_FOUND");
const wrong = await client.query(ISCM_PAGE, { acronym: "RCM", first: 1000 }).toPromise();
same("a wrong argument has a code", wrong.error?.graphQLErrors[0]?.extensions["code"], "BAD_USER_INPUT");

// The version of the data now, and each new one as long as the subscription lasts.
type Version = OperationResult<{ dataset: { version: number } }>;
const version = await new Promise<Version>((resolve) => {
  const { unsubscribe } = client.subscription(DATASET_VERSION, {}).subscribe((result) => {
    resolve(result as Version);
    queueMicrotask(() => unsubscribe());
  });
});
same("errors of the subscription", version.error, undefined);
check("the version of the data", (version.data?.dataset.version ?? 0) >= 1);
done("urql");
