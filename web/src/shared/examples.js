// The example queries that the server offers.

/**
 * The examples, the first of them the one to begin with; none when they cannot be had.
 * @returns {Promise<{name: string, subject: string, title: string, query: string, variables: string}[]>}
 */
export async function loadExamples() {
  try {
    const response = await fetch('examples.json');
    if (!response.ok) return [];
    return (await response.json()).map((example) => ({
      ...example,
      query: withName(example),
      variables: variables(example),
    }));
  } catch {
    return [];
  }
}

/**
 * The query with its operation named after the example, `query BaliChair2016 {` for `{`: GraphiQL's tabs and
 * history show the operation's name, and have nothing else to tell one anonymous query from another by.
 */
function withName({ name, query }) {
  const words = name.split(/[^a-z0-9]+/i).filter(Boolean);
  const operation = words.map((word) => word[0].toUpperCase() + word.slice(1)).join('');
  // Only comments and white space may stand before an anonymous query's brace.
  const anonymous = /^((?:\s|#[^\n]*\n)*)\{/;
  return /^[A-Za-z_]/.test(operation) ? query.replace(anonymous, `$1query ${operation} {`) : query;
}

/** The variables of an example: one that asks for the present asks for today. */
function variables({ query }) {
  const today = new Date().toISOString().slice(0, 10);
  return /\$today: Date\b/.test(query) ? JSON.stringify({ today }, null, 2) : '';
}
