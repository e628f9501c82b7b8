// axe-core on a page as it is: what it finds that is serious or critical.

import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';

const source = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/**
 * A line for each element that breaks a rule.
 * @param {import('playwright-core').Page} page
 * @param {{targets?: boolean}} options whether targets are to be as large as WCAG 2.2 has them; marks of notes are not
 */
export async function faults(page, { targets = true } = {}) {
  // Not as a script of the page, which its content security policy forbids.
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(source);
  const violations = await page.evaluate(async (enabled) => {
    // A rule of WCAG 2.2 that axe leaves out unless it is told.
    const results = await globalThis.axe.run(document, {
      resultTypes: ['violations'],
      rules: { 'target-size': { enabled } },
    });
    return results.violations.map(({ id, impact, nodes }) => ({
      id,
      impact,
      nodes: nodes.map(({ target, failureSummary }) => `${target.join(' ')}: ${failureSummary}`),
    }));
  }, targets);
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, impact, nodes }) => nodes.map((node) => `${impact} ${id} ${node.replace(/\s+/g, ' ')}`));
}
