// What pages weigh, and when they can be read on a slow line: node web/test/slow.mjs http://127.0.0.1:8000/
// The line has 400 kbit/s and takes 400 ms for each request, as slow mobile networks (3G) do.

import { launch } from './support/browser.mjs';
import { PAGES } from './support/pages.mjs';

const SLOW = { offline: false, latency: 400, downloadThroughput: 50_000, uploadThroughput: 50_000 };

const [address] = process.argv.slice(2);
if (!URL.canParse(address)) {
  console.error('usage: node web/test/slow.mjs http://127.0.0.1:8000');
  process.exit(2);
}
const server = new URL(address).href.replace(/\/$/, '');
const browser = await launch(server);
console.log('| page | HTML, bytes | sent, bytes | with style and script | first text, s | whole, s |');
console.log('|---|---:|---:|---:|---:|---:|');
for (const path of PAGES) console.log(`| \`${path}\` | ${(await visit(path)).join(' | ')} |`);
await browser.close();

/** The page as one sees it who was never here. */
async function visit(path) {
  const context = await browser.newContext({ viewport: { width: 390, height: 844 } });
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  await session.send('Network.enable');
  await session.send('Network.emulateNetworkConditions', SLOW);
  await page.goto(server + path, { waitUntil: 'load' });
  const [html, sent, all, first, whole] = await page.evaluate(async () => {
    const paints = () => performance.getEntriesByName('first-contentful-paint');
    while (!paints().length) await new Promise((resolve) => setTimeout(resolve, 50));
    const [document] = performance.getEntriesByType('navigation');
    const others = performance.getEntriesByType('resource');
    const sent = others.reduce((sum, one) => sum + one.encodedBodySize, document.encodedBodySize);
    return [
      document.decodedBodySize,
      document.encodedBodySize,
      sent,
      paints()[0].startTime,
      document.loadEventEnd || document.duration,
    ];
  });
  await context.close();
  const seconds = (time) => (time / 1000).toFixed(2);
  return [html, sent, all, seconds(first), seconds(whole)];
}
