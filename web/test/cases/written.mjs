// What the server writes: HTML by the specification, links that lead somewhere, pages that weigh little.

import assert from 'node:assert/strict';
import { brotliDecompressSync } from 'node:zlib';
import { get } from 'node:http';
import { HtmlValidate } from 'html-validate';
import { PAGES } from '../support/pages.mjs';
import { test } from '../support/suite.mjs';

/** The most bytes of a page on the wire. */
const HEAVIEST = 60_000;
/** How many links of each kind are followed: there are as many sources as there are facts. */
const FOLLOWED = 6;

const validator = new HtmlValidate({
  extends: ['html-validate:standard', 'html-validate:document'],
  rules: {
    // Matters of taste, which the specification leaves free.
    'long-title': 'off',
    'no-inline-style': 'error',
    'no-trailing-whitespace': 'off',
    'doctype-style': 'off',
    'void-style': 'off',
    'attribute-boolean-style': 'off',
    'no-raw-characters': 'off',
    'require-sri': 'off',
    'tel-non-breaking': 'off',
    'valid-id': ['error', { relaxed: true }],
  },
});

test('What the server writes is HTML, and weighs little', async (visitor) => {
  const faults = [];
  for (const path of PAGES) {
    const { status, html, bytes } = await read(visitor.server + path);
    if (status !== 200) faults.push(`${path}: ${status}`);
    if (bytes > HEAVIEST) faults.push(`${path}: ${bytes} bytes`);
    const report = await validator.validateString(html);
    for (const { messages } of report.results)
      for (const { ruleId, message, line } of messages) faults.push(`${path}:${line}: ${ruleId}: ${message}`);
  }
  assert.deepEqual(faults.slice(0, 40), []);
});

test('Every link from one page to another is answered', async (visitor) => {
  const kinds = new Map();
  for (const path of PAGES) {
    const { html } = await read(visitor.server + path);
    const base = visitor.server + path;
    for (const [, href] of html.matchAll(/(?:href|src)="([^"]*)"/g)) {
      const link = new URL(href.replaceAll('&amp;', '&'), base);
      link.hash = '';
      if (!link.href.startsWith(`${visitor.server}/`)) continue;
      const kind = link.pathname.slice(new URL(visitor.server).pathname.length).split('/').slice(0, 2).join('/') + [...link.searchParams.keys()].sort();
      const links = kinds.get(kind) ?? kinds.set(kind, new Set()).get(kind);
      if (links.size < FOLLOWED) links.add(link.href);
    }
  }
  const all = [...kinds.values()].flatMap((links) => [...links]);
  assert.ok(all.length > 200, `${all.length} links`);
  const dead = [];
  await Promise.all(
    Array.from({ length: 4 }, async () => {
      while (all.length) {
        const link = all.pop();
        const { status } = await fetch(link, { method: 'HEAD', headers: { accept: 'text/html,*/*;q=0.8' } });
        if (status !== 200) dead.push(`${link}: ${status}`);
      }
    }),
  );
  assert.deepEqual(dead, []);
});

/** A page as a browser gets it, and how many bytes it took. */
function read(url) {
  return new Promise((resolve, reject) => {
    const headers = { accept: 'text/html', 'accept-encoding': 'br' };
    get(url, { headers }, (response) => {
      const chunks = [];
      response.on('data', (chunk) => chunks.push(chunk));
      response.on('end', () => {
        const body = Buffer.concat(chunks);
        const isPacked = response.headers['content-encoding'] === 'br';
        const html = (isPacked ? brotliDecompressSync(body) : body).toString();
        resolve({ status: response.statusCode, html, bytes: body.length });
      });
    }).on('error', reject);
  });
}
