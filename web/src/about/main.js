// The landing page's living parts: the counts, and a request with its answer.

import '../shared/theme.js';
import { ask } from '../shared/api.js';
import { copied } from '../shared/clipboard.js';

showCounts();
showRequest();

async function showCounts() {
  const version = document.getElementById('version');
  try {
    const { dataset } = await ask('{ dataset { version publishedAt counts { type count } } }');
    const counts = new Map(dataset.counts.map(({ type, count }) => [type, count]));
    for (const place of document.querySelectorAll('[data-count]')) {
      const count = counts.get(place.dataset.count);
      if (count !== undefined) place.textContent = count.toLocaleString('en');
    }
    version.textContent = describe(dataset);
  } catch (error) {
    version.textContent = `The counts cannot be had: ${error.message}`;
  }
}

function describe({ version, publishedAt }) {
  if (!publishedAt) return 'Nothing was published yet.';
  const day = new Date(publishedAt).toLocaleDateString('en-GB', { dateStyle: 'long' });
  return `Version ${version} of the data set, published on ${day}. Counted now.`;
}

async function showRequest() {
  const query = '{ iscm(acronym: "RCM") { name established region } }';
  const command = [
    `curl ${new URL('graphql', location.href)} \\`,
    "  --header 'content-type: application/json' \\",
    `  --data '${JSON.stringify({ query })}'`,
  ].join('\n');
  document.getElementById('curl').textContent = command;
  const button = document.getElementById('copy');
  button.addEventListener('click', async () => {
    button.textContent = (await copied(command)) ? 'Copied' : 'Failed';
    setTimeout(() => (button.textContent = 'Copy'), 2000);
  });
  const answer = document.getElementById('answer');
  try {
    answer.textContent = JSON.stringify({ data: await ask(query) }, null, 2);
  } catch (error) {
    answer.textContent = `There is none: ${error.message}`;
  }
}
