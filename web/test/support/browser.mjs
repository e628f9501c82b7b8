// The browser: Chromium, which reaches the server under test and no other host.

import { chromium } from 'playwright-core';
import { PATIENCE } from './until.mjs';

/** @param {string} server the server's origin */
export function launch(server) {
  const { hostname } = new URL(server);
  return chromium.launch({
    executablePath: process.env.CHROMIUM || '/usr/bin/chromium',
    timeout: PATIENCE,
    args: [
      // CI runs in containers, as root.
      '--no-sandbox',
      // Names and addresses of other hosts lead nowhere, for pages, workers and sockets alike.
      `--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE ${hostname}`,
    ],
  });
}
