import "./dom";

import { act, Suspense } from "react";
import { createRoot } from "react-dom/client";
import { RelayEnvironmentProvider } from "react-relay";

import { check, done, same, server } from "../check";
import { createEnvironment, type Sent } from "./environment";
import { IscmPage } from "./IscmPage";

const sent: Sent[] = [];
const environment = createEnvironment(server(), (body) => sent.push(body));

const all = (selector: string) => [...document.querySelectorAll(selector)].map(({ textContent }) => textContent ?? "");

/** Lets React work until something is to be seen. */
async function shown(selector: string, count = 1): Promise<void> {
  for (let tries = 0; all(selector).length < count && tries < 200; tries += 1) {
    await act(() => new Promise((resolve) => setTimeout(resolve, 25)));
  }
  check(`${selector} is shown ${count} times, not ${all(selector).length}`, all(selector).length >= count);
}

async function render(acronym: string) {
  document.body.innerHTML = "";
  const root = createRoot(document.body.appendChild(document.createElement("main")));
  const page = (
    <RelayEnvironmentProvider environment={environment}>
      <Suspense fallback="…">
        <IscmPage acronym={acronym} />
      </Suspense>
    </RelayEnvironmentProvider>
  );
  await act(async () => root.render(page));
  return root;
}

async function main() {
  // The page.
  const root = await render("RCM");
  await shown("h1");
  same("name", all("h1"), ["Regional Conference on Migration"]);
  check("the reserve fund of 2004", all("#fund")[0]?.endsWith("(2004)"));
  check("a secretariat", all("#structures li").includes("Technical Secretariat"));
  check("fees of members", all("#funding li").includes("MEMBER_FEES"));
  check("a guideline with its source", all("#guidelines li").some((line) => /2016: Summary of Findings/.test(line)));
  same("a page of members", all("#members li").length, 4);

  // The next pages, by `node(id:)` and a cursor.
  for (const count of [8, 11]) {
    await act(async () => document.querySelector("button")?.click());
    await shown("#members li", count);
  }
  same("each member once", new Set(all("#members li")).size, 11);
  same("no more pages", all("button").length, 0);
  same("asked of the record by its id", sent.at(-1)?.variables["id"], "iscm:rcm");

  // Another ISCM: the server knows the document by now, so its id is all that goes out.
  await act(async () => root.unmount());
  sent.length = 0;
  await render("SACM");
  await shown("h1");
  same("what is sent: ids of documents", sent.map(({ documentId, query }) => [documentId?.slice(0, 7), query]), [["sha256:", undefined]]);
  check("what is not known is not shown", all("#fund").length === 0);

  // What is not there.
  await render("no such ISCM");
  await shown("p");
  same("what is not there is null", all("p"), ["There is no such mechanism."]);
  done("relay");
  process.exit(); // React's `act` leaves message ports open
}

void main();
