// Generates, type-checks and runs every client against a server, until the first fault:
//   node run.mjs http://127.0.0.1:8000 [names of checks…]
// `ISCM_KEY` is a key of an account that may propose changes of the RCM; what takes one is skipped without it.
// `ISCM_CLIENTS_GENERATED=1` takes what was generated before, which depends on the schema alone.
// `ISCM_CLIENTS_VENV` is the folder of the Python environment; `.venv` here when it is not given.
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const [server, ...names] = process.argv.slice(2);
const here = dirname(fileURLToPath(import.meta.url));
const venv = process.env.ISCM_CLIENTS_VENV ?? join(here, ".venv");
const python = join(venv, "bin", "python");

const GENERATE = [
  ["types of documents", "graphql-codegen", "--silent", "--config", "codegen/codegen.ts"],
  ["urql's schema", "node", "urql/schema.mjs"],
  ["Relay's documents", "relay-compiler", { cwd: "relay" }],
  ["Relay's page", "node", "relay/build.mjs"],
  ["types", "tsc", "--noEmit"],
];

const CHECKS = {
  audits: ["node", "audits.mjs", server],
  grammar: ["node", "grammar.mjs", server],
  codegen: ["tsx", "codegen/check.ts", server],
  apollo: ["tsx", "apollo/check.ts", server],
  urql: ["tsx", "urql/check.ts", server],
  relay: ["node", "relay/generated/check.cjs", server],
  python: [python, "python/page.py", server],
  "python/version": [python, "python/version.py", server],
  "python/propose": [python, "python/propose.py", server],
  curl: ["sh", "curl/post.sh", server],
  "curl/get": ["sh", "curl/get.sh", server],
  "curl/stream": ["sh", "curl/stream.sh", server],
};

function fail(message) {
  console.error(message);
  process.exit(1);
}

/** Runs a program to its end; what it wrote is shown when it fails, or else its last line when it is asked for. */
function run(what, command, ...rest) {
  const options = typeof rest.at(-1) === "object" ? rest.pop() : {};
  const local = join(here, "node_modules", ".bin", command);
  const result = spawnSync(existsSync(local) ? local : command, rest, {
    cwd: join(here, options.cwd ?? ""),
    encoding: "utf8",
    timeout: options.timeout ?? 120_000,
  });
  if (result.status === 0) return result.stdout.trim();
  const why = result.error?.code === "ETIMEDOUT" ? "it did not end" : (result.error?.message ?? `status ${result.status}`);
  return fail(`${what} failed (${why})\n${result.stdout ?? ""}${result.stderr ?? ""}`);
}

/** Makes the Python environment, once for each state of requirements.txt; from then on no network is needed. */
function preparePython() {
  const wanted = readFileSync(join(here, "python/requirements.txt"), "utf8");
  const stamp = join(venv, "requirements.txt");
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === wanted) return;
  run("Python environment", "python3", "-m", "venv", venv);
  const pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-r", "python/requirements.txt"];
  run("Python packages", python, ...pip, { timeout: 300_000 });
  writeFileSync(stamp, wanted);
}

if (!server?.startsWith("http")) fail("usage: node run.mjs http://127.0.0.1:8000 [names of checks…]");
if (!existsSync(join(here, "node_modules"))) fail("first, in clients/: npm ci");
for (const name of names) if (!CHECKS[name]) fail(`there is no check ${name}; there are ${Object.keys(CHECKS).join(", ")}`);
const chosen = names.length > 0 ? names : Object.keys(CHECKS);

if (!process.env.ISCM_CLIENTS_GENERATED) {
  for (const step of GENERATE) run(...step);
  console.log("generated and type-checked");
}
if (chosen.some((name) => name.startsWith("python"))) preparePython();
for (const name of chosen) console.log(run(name, ...CHECKS[name]));
