import type { TypedDocumentString } from "./generated/graphql";

/** One error of an answer. `code` is stable; the message is for people. */
export type AnswerError = { message: string; path?: (string | number)[]; extensions: { code: string; argument?: string } };

export type Answer<Data> = {
  data?: Data | null;
  errors?: AnswerError[];
  extensions?: { cost?: { requested: number; limit: number } };
};

/** Asks with `fetch`; the document's type says which variables it takes and what the answer is. */
export async function ask<Data, Variables>(
  server: string,
  document: TypedDocumentString<Data, Variables>,
  variables: Variables,
): Promise<Answer<Data>> {
  const response = await fetch(`${server}/graphql`, {
    method: "POST",
    headers: { "content-type": "application/json", accept: "application/graphql-response+json" },
    body: JSON.stringify({ query: document.toString(), variables }),
  });
  // A refused request (4xx) has `errors` in the same form. Anything else does not come from the API.
  if (!response.headers.get("content-type")?.includes("json")) {
    throw new Error(`${response.status} ${response.statusText} from ${server}`);
  }
  return (await response.json()) as Answer<Data>;
}
