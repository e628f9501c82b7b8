// Links to a query: what the playground's address holds after its "#".
//
// The fragment, not the query string: it is never sent to a server, so a long query meets no limit there
// and is not in any log. Headers are never part of a link, for they may hold secrets.

/**
 * The fragment for a query.
 * @param {{query: string, variables?: string, operationName?: string}} of
 */
export function writeLink({ query, variables, operationName }) {
  const parts = new URLSearchParams({ query });
  if (variables?.trim()) parts.set('variables', variables);
  if (operationName) parts.set('operationName', operationName);
  return `#${parts}`;
}

/**
 * What an address asks to be shown, or null when it asks for nothing: a query, or the name of an example.
 * The query string is read too, because links of other GraphiQLs look like that.
 * @param {{hash: string, search: string}} address
 */
export function readLink({ hash, search }) {
  for (const text of [hash.slice(1), search]) {
    const parts = new URLSearchParams(text);
    const query = parts.get('query');
    if (query) {
      return {
        query,
        variables: parts.get('variables') ?? '',
        operationName: parts.get('operationName') ?? '',
      };
    }
    const example = parts.get('example');
    if (example) return { example };
  }
  return null;
}
