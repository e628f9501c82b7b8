import { CombinedGraphQLErrors } from "@apollo/client";

import { check, done, key, same, server } from "../check";
import { createClient } from "./client";
import { ISCM_PAGE, RECORD, VIEWER } from "./documents";
import { follow } from "./follow";

// What goes over the wire, to see what the cache and the persisted documents spare.
const sent: { method: string; text: boolean }[] = [];
const watched: typeof fetch = (address, init) => {
  const method = init?.method ?? "GET";
  const text = new URL(String(address)).searchParams.has("query") || String(init?.body).includes('"query"');
  sent.push({ method, text });
  return fetch(address, init);
};
let cost = 0;
const { client, close } = createClient(server(), { fetch: watched, onCost: (requested) => (cost = requested) });

// The page.
const variables = { acronym: "RCM", first: 4 };
const rcm = (await client.query({ query: ISCM_PAGE, variables })).data?.iscm;
check("the RCM is there", rcm);
same("name", rcm.name, "Regional Conference on Migration");
same("year of the reserve fund", rcm.reserveFund?.established, 2004);
check("a secretariat", rcm.structures.some(({ kind }) => kind === "SECRETARIAT"));
check("fees of members", rcm.fundingSources.some(({ kind }) => kind === "MEMBER_FEES"));
check("each guideline has citations", rcm.guidelines.length >= 6 && rcm.guidelines.every(({ citations }) => citations.length > 0));
same("a page of members", rcm.members.edges.length, 4);
check("the answer's cost", cost > 0);

// The next pages: the cache joins them to the list that the page shows, and tells whoever watches it.
const page = client.watchQuery({ query: ISCM_PAGE, variables });
const whole = new Promise<{ id?: string }[]>((resolve) => {
  page.subscribe(({ data }) => {
    const members = data?.iscm?.members;
    if (members?.edges?.length === members?.totalCount) resolve(members?.edges?.map((edge) => ({ ...edge?.node })) ?? []);
  });
});
let info = rcm.members.pageInfo;
while (info.hasNextPage) {
  const next = await page.fetchMore({ variables: { after: info.endCursor } });
  info = next.data!.iscm!.members.pageInfo;
}
const all = await whole;
same("members in one list", all.length, 11);
same("each member once", new Set(all.map(({ id }) => id)).size, 11);

// A record by its id. `... on Cited` matches since the cache knows the possible types.
const fund = (await client.query({ query: RECORD, variables: { id: rcm.reserveFund.id } })).data?.node;
check("the fund by its id", fund && "established" in fund && fund.established === 2004);
check("and its citations", "citations" in fund && fund.citations.length > 0);

// One record, one entry in the cache, however many point to it; asking again sends nothing.
const entries = Object.keys(client.cache.extract() as object);
check("a source is one entry by its id", entries.includes("Source:source:summary-2019"));
const before = sent.length;
await client.query({ query: ISCM_PAGE, variables });
same("the second time nothing is sent", sent.length, before);

// The same document with other variables goes as a hash in a GET.
await client.query({ query: ISCM_PAGE, variables: { acronym: "SACM", first: 4 } });
same("a known document is a GET without its text", sent.at(-1), { method: "GET", text: false });

// Errors.
const none = await client.query({ query: ISCM_PAGE, variables: { acronym: "no such ISCM", first: 4 }, errorPolicy: "all" });
same("what is not there is null", none.data?.iscm, null);
check("and told", CombinedGraphQLErrors.is(none.error) && none.error.errors[0]?.extensions?.["code"] === "NOT_FOUND");
const wrong = await client.query({ query: ISCM_PAGE, variables: { acronym: "Bali Process", first: 1000 } }).catch((error) => error);
check("a wrong argument is a GraphQL error", CombinedGraphQLErrors.is(wrong));
same("with its code", wrong.errors[0]?.extensions?.["code"], "BAD_USER_INPUT");

// The version of the data now, and each new one as long as the subscription lasts.
const version = await new Promise<number>((resolve) => follow(client, resolve));
check("the version of the data", version >= 1);

close();
client.stop();

// With a key, whoever asks is its account, by requests as on the socket.
if (key()) {
  const own = createClient(server(), { key: key() });
  const viewer = (await own.client.query({ query: VIEWER })).data?.viewer;
  check("the account of the key", viewer && key()?.startsWith(viewer.key ?? "none"));
  same("the socket takes it", await new Promise<number>((resolve) => follow(own.client, resolve)), version);
  own.close();
  own.client.stop();
}
done("apollo");
