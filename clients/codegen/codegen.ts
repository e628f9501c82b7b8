import type { CodegenConfig } from "@graphql-codegen/cli";

// How JSON carries the schema's own scalars. A decimal is a text, so that no digit of an amount is lost; what a field was
// before a change may be anything.
const scalars = { CountryCode: "string", Date: "string", DateTime: "string", Decimal: "string", JSON: "unknown" };

const typed = { preset: "client" as const, presetConfig: { fragmentMasking: false } };

const config: CodegenConfig = {
  schema: "../schema.graphql",
  // A scalar without a type here is an error, not an `any`.
  config: { scalars, strictScalars: true, useTypeImports: true, enumsAsTypes: true },
  generates: {
    // Documents as texts, for a client that is no more than `fetch`.
    "codegen/generated/": { ...typed, documents: "codegen/documents.ts", config: { documentMode: "string" } },
    // Documents as syntax trees, as Apollo Client and urql take them.
    "apollo/generated/": { ...typed, documents: "apollo/documents.ts" },
    "urql/generated/": { ...typed, documents: "urql/documents.ts" },
    // Which types an interface or a union has: Apollo's cache cannot know that from answers.
    "apollo/generated/possible-types.ts": {
      plugins: ["fragment-matcher"],
      config: { apolloClientVersion: 3, useExplicitTyping: false },
    },
  },
};

export default config;
