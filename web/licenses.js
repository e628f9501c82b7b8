// A Vite plugin: the licences of all packages whose code is in the output, as one text file beside it. They ask
// to go where the code goes. A page links to it as "licenses.txt", which becomes the file's hashed name.

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const NOTICES = /^(licen[cs]e|notice|thirdpartynotices)(\.(md|txt))?$/i;

/** Whose data are in what else is built here: the map. */
const DATA = ['world-atlas'].map((name) => fileURLToPath(new URL(`node_modules/${name}`, import.meta.url)));

export function licenses() {
  const folders = new Set(DATA);
  const gather = (bundle) => {
    for (const { modules } of Object.values(bundle)) {
      for (const id of Object.keys(modules ?? {})) {
        const folder = /^\0?(.*\/node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(id)?.[1];
        if (folder && existsSync(`${folder}/package.json`)) folders.add(folder);
      }
    }
  };
  return {
    /** For `worker.plugins`: workers are built apart, before the pages. */
    ofWorkers: () => ({ name: 'licenses-of-workers', generateBundle: (_, bundle) => gather(bundle) }),
    ofPages: () => ({
      name: 'licenses',
      generateBundle(_, bundle) {
        gather(bundle);
        this.emitFile({
          type: 'asset',
          name: 'licenses.txt',
          source: [...folders].map(describe).sort().join('\n'),
        });
      },
      transformIndexHtml: {
        order: 'post',
        handler(html, { bundle }) {
          const file = Object.keys(bundle ?? {}).find((name) => /licenses-[^/]*\.txt$/.test(name));
          return file ? html.replace('href="licenses.txt"', `href="./${file}"`) : html;
        },
      },
    }),
  };
}

function describe(folder) {
  const { name, version, license, homepage } = JSON.parse(readFileSync(`${folder}/package.json`, 'utf8'));
  const texts = readdirSync(folder)
    .filter((file) => NOTICES.test(file))
    .sort()
    .map((file) => readFileSync(`${folder}/${file}`, 'utf8').trim());
  const head = [`${name} ${version}`, license, homepage].filter(Boolean).join('\n');
  return `${[head, ...texts].join('\n\n')}\n\n${'-'.repeat(80)}\n`;
}
