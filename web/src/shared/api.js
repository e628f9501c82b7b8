// Asks the API one question: for the pages that need an answer but no editor.

/**
 * The data that a query gives.
 * @param {string} query
 * @throws {Error} with a sentence for people when there is no data
 */
export async function ask(query) {
  const response = await fetch('graphql', {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      accept: 'application/graphql-response+json, application/json',
    },
    body: JSON.stringify({ query }),
  });
  const type = response.headers.get('content-type') ?? '';
  if (!type.includes('json')) throw new Error(`The API answered with status ${response.status}.`);
  const { data, errors } = await response.json();
  if (!data) throw new Error(errors?.[0]?.message ?? 'The API gave no data.');
  return data;
}
