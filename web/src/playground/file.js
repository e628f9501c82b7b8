// A query as a file: the server makes it, and tells what has to be chosen for it.

import { parse } from 'jsonc-parser';

/** The formats, by what people call them. */
export const FORMATS = { csv: 'CSV', xlsx: 'Excel', jsonl: 'JSON Lines', parquet: 'Parquet' };

/** What is sent, of a tab; it throws where the variables or the headers cannot be read. */
export function asked({ query, variables, headers, operationName }) {
  return {
    headers: read('headers', headers),
    body: JSON.stringify({ query, variables: read('variables', variables), operationName }),
  };
}

function read(what, text) {
  if (!text?.trim()) return undefined;
  const faults = [];
  const value = parse(text, faults, { allowTrailingComma: true });
  if (faults.length > 0 || typeof value !== 'object') throw new Error(`The ${what} are no JSON object.`);
  return value;
}

/** Where a file is asked for. Lists beside the rows are joined, so that nothing that was asked for is left out. */
function address(format, rows) {
  const parts = new URLSearchParams({ format, lists: 'join' });
  if (rows) parts.set('rows', rows);
  return new URL(`graphql?${parts}`, location.href).href;
}

function post({ headers, body }, format, rows) {
  return fetch(address(format, rows), {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body,
  });
}

/**
 * The file.
 * @returns {Promise<{name: string, blob: Blob} | {message: string, rows: string[]}>} or why there is none, with
 *   the lists whose items may be the rows, if that is to be chosen
 */
export async function file(request, format, rows) {
  const response = await post(request, format, rows);
  if (response.ok) {
    const [, name] = /filename="([^"]+)"/.exec(response.headers.get('content-disposition') ?? '') ?? [];
    return { name: name ?? `query.${format}`, blob: await response.blob() };
  }
  const isJson = response.headers.get('content-type')?.startsWith('application/json');
  if (!isJson) {
    // Of CSV a refusal is a line of text, which names no choice for programs.
    const again = format === 'csv' ? await file(request, 'jsonl', rows) : {};
    return again.message ? again : { message: await response.text(), rows: [] };
  }
  const [{ message, extensions }] = (await response.json()).errors;
  return { message, rows: extensions?.argument === 'rows' ? (extensions.allowed ?? []) : [] };
}

/** The command that takes the same file. Headers are left out, for they may hold secrets. */
export function command({ body }, format, rows) {
  const quoted = (text) => `'${text.replaceAll("'", `'\\''`)}'`;
  return `curl -OJ ${quoted(address(format, rows))} -H 'content-type: application/json' -d ${quoted(body)}`;
}
