import { check, done, same, server } from "../check";
import { ask } from "./ask";
import { DATASET, PAGE } from "./documents";
import { members, type Member } from "./members";

const api = server();

const { data, errors, extensions } = await ask(api, PAGE, { acronym: "RCM" });
same("errors", errors, undefined);
const rcm = data?.iscm;
check("the RCM is there", rcm);
same("name", rcm.name, "Regional Conference on Migration");
same("year of the reserve fund", rcm.reserveFund?.established, 2004);
check("a guideline of 2016, with citations", rcm.guidelines.some(({ year, citations }) => year === 2016 && citations.length > 0));
check("a secretariat of 2001", rcm.structures.some(({ kind, established }) => kind === "SECRETARIAT" && established === 2001));
check("a structure whose year is not known: null", rcm.structures.some(({ established }) => established === null));

// Amounts are texts: "2700000". They are numbers only once you make them so.
const bali = await ask(api, PAGE, { acronym: "Bali Process" });
check("an amount in Australian dollars", bali.data?.iscm?.fundingSources.some(({ amount, currency }) => Number(amount) === 2_700_000 && currency === "AUD"));

const found: Member[] = [];
for await (const member of members(api, "RCM", 4)) found.push(member);
same("members, in three pages", found.length, 11);
same("each member once", new Set(found.map(({ id }) => id)).size, 11);
same("the first member", found[0]?.country?.code, "BZ");

const nothing = await ask(api, PAGE, { acronym: "no such ISCM" });
same("what is not there is null", nothing.data, { iscm: null });
same("and told", nothing.errors?.[0]?.extensions.code, "NOT_FOUND");

const wrong = await ask(api, PAGE, { acronym: 7 as unknown as string });
same("a wrong variable has a code", wrong.errors?.[0]?.extensions.code, "GRAPHQL_VALIDATION_FAILED");
same("and a place", wrong.errors?.[0]?.extensions.argument, "$acronym");

const { cost } = extensions ?? {};
check("an answer tells its cost, and what it may be", cost && cost.requested > 0 && cost.requested <= cost.limit);

const dataset = await ask(api, DATASET, {});
check("the data set has a version", (dataset.data?.dataset.version ?? 0) >= 1);
done("codegen");
