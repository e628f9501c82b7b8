import { Environment, Network, RecordSource, Store, type GraphQLResponse, type Variables } from "relay-runtime";

export type Sent = { documentId?: string; query?: string | null; variables: Variables };

export function createEnvironment(server: string, onSend?: (sent: Sent) => void): Environment {
  async function post(body: Sent & Record<string, unknown>): Promise<GraphQLResponse> {
    onSend?.(body);
    const response = await fetch(`${server}/graphql`, {
      method: "POST",
      headers: { "content-type": "application/json", accept: "application/graphql-response+json" },
      body: JSON.stringify(body),
    });
    return (await response.json()) as GraphQLResponse;
  }

  const network = Network.create(async ({ id, name, text }, variables) => {
    // The compiler has named the document by the hash of its text.
    const answer = await post({ documentId: `sha256:${id}`, operationName: name, variables });
    if (!unknownDocument(answer)) return answer;
    // A server that has not been given `persisted.json` learns the document here.
    const extensions = { persistedQuery: { version: 1, sha256Hash: id } };
    return post({ query: text, operationName: name, variables, extensions });
  });

  // The store's keys are the ids of the API, which no two records share, whatever their type.
  return new Environment({ network, store: new Store(new RecordSource()) });
}

function unknownDocument(answer: GraphQLResponse): boolean {
  const errors = "errors" in answer ? (answer.errors as { extensions?: { code?: string } }[] | undefined) : undefined;
  return errors?.some(({ extensions }) => extensions?.code === "PERSISTED_QUERY_NOT_FOUND") ?? false;
}
