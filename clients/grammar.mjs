// What graphql-js, the reference, reads as a document is read here, and nothing else is: documents that follow
// the grammar, and the same with tokens left out, put in or changed, by chance of a fixed seed.
import { parse } from "graphql";

const endpoint = `${process.argv[2]}/graphql`;
const COUNT = Number(process.argv[3] ?? 3000);
let state = Number(process.argv[4] ?? 11);

/** A whole number below another (mulberry32). */
function below(count) {
  state = (state + 0x6d2b79f5) | 0;
  let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
  mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
  return ((mixed ^ (mixed >>> 14)) >>> 0) % count;
}

const WHOLE = [
  'query Q ( $a : [ Int ! ] ! = [ 1 , -2.5e3 ] @ d ( x : { y : null } ) , "text" $b : In = { s : RED } ) @ d { a : b ( c : "t" , d : $a e : [ { f : $b } RED true ] ) @ skip ( if : true ) { ... F @ d ... on T { e ( f : { g : [ 1.5 , { h : "" } ] i : """block""" } ) } ... @ d { on } } }',
  '"""Of\nall""" query A { a } fragment F on T @ d ( x : 1 ) { e } "one" subscription S { s ( a : { } b : [ ] ) } mutation { m }',
  "{ query fragment on : true null ( null : null true : [ null ] ) { fragment ... fragment } } fragment query on on { on }",
  '{ a ( b : "\\u00e9\\u{1F600}\\uD83D\\uDE00\\n" c : 0 d : -0.0E+1 ) # comment\n}',
];
const OTHERS = [
  ..."{}()[]:=!$@|&.,-0\"'`\\?;~\u00a0\u200b\u0000\ufeff", "..", "...", "on", "query", "fragment", "true", "null", "name",
  "1", "01", "1.", "1e", "1a", "-1", '"t"', '"""b"""', '"\\q"', '"\\u12"', '"\\uD800"', "#", "\n", "$a", "a : 1", "{ a }", "( a : 1 )", "@ d",
];

function changed(tokens) {
  const made = [...tokens];
  for (let times = below(3); times >= 0; times -= 1) {
    const [at, other] = [below(made.length + 1), OTHERS[below(OTHERS.length)]];
    [
      () => made.splice(at, 1),
      () => made.splice(at, 1 + below(4)),
      () => made.splice(at, 0, other),
      () => made.splice(at, 1, other),
      () => made.splice(at, 0, ...made.splice(below(made.length + 1), 1)),
      () => made.splice(at, 0, made[below(made.length)] ?? other),
      () => made.splice(below(made.length + 1)),
    ][below(7)]();
  }
  return made.join(below(4) ? " " : "\n");
}

function byReference(text) {
  try {
    parse(text);
    return null;
  } catch (error) {
    return error;
  }
}

const documents = [...WHOLE];
while (documents.length < COUNT) documents.push(changed(WHOLE[below(WHOLE.length)].split(" ")));
const others = [];
let refused = 0;
async function compare(text) {
  const answer = await fetch(endpoint, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ query: text }),
  });
  const { errors } = await answer.json();
  const error = errors?.find(({ extensions }) => extensions.code === "GRAPHQL_PARSE_FAILED");
  const reference = byReference(text);
  if (reference) refused += 1;
  // An empty text is not given.
  if (Boolean(error) !== Boolean(reference) && text !== "") others.push({ text, error, reference: reference?.message });
  if (process.env.PLACES && error && reference) {
    const [a, b] = [error.locations?.[0], reference.locations?.[0]];
    if (a?.line !== b?.line || a?.column !== b?.column) console.log(JSON.stringify([text, error.message, a, reference.message, b]));
  }
}
const workers = Array.from({ length: 8 }, async () => {
  for (let text = documents.pop(); text !== undefined; text = documents.pop()) await compare(text);
});
await Promise.all(workers);
for (const other of others.slice(0, 20)) console.error(JSON.stringify(other));
if (others.length > 0 || refused < COUNT / 2 || refused === COUNT) {
  console.error(`${others.length} of ${COUNT} documents are read otherwise than by graphql-js, which refuses ${refused}`);
  process.exit(1);
}
console.log(`grammar: ${COUNT} documents are read as by graphql-js`);
