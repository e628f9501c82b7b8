// Writes what Graphcache has to know of the schema: types, fields, interfaces and unions, no descriptions.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { minifyIntrospectionQuery } from "@urql/introspection";
import { buildSchema, introspectionFromSchema } from "graphql";

const schema = buildSchema(readFileSync(new URL("../../schema.graphql", import.meta.url), "utf8"));
const known = minifyIntrospectionQuery(introspectionFromSchema(schema, { descriptions: false }));

const folder = new URL("generated/", import.meta.url);
mkdirSync(folder, { recursive: true });
writeFileSync(new URL("schema.json", folder), JSON.stringify(known));
