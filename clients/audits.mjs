// The audits of GraphQL over HTTP that npm's graphql-http has: all of them pass, MUST, SHOULD and MAY.
import { serverAudits } from "graphql-http";

const audits = serverAudits({ url: `${process.argv[2]}/graphql` });
const results = await Promise.all(audits.map((audit) => audit.fn()));
const others = results.filter((result) => result.status !== "ok");
for (const { id, name, reason } of others) console.error(`${id} ${name}: ${reason}`);
if (others.length > 0 || results.length < 61) {
  console.error(`${results.length - others.length} of ${results.length} audits pass`);
  process.exit(1);
}
console.log(`audits: ${results.length} of ${results.length} pass`);
