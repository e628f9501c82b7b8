// What the page's bar has beside its links: the examples, and the buttons that copy a link and take a file.
//
// The bar is in index.html, so that it is there at once; these parts are put into it when GraphiQL is there.

import { useGraphiQL, useGraphiQLActions } from '@graphiql/react';
import { useEffect } from 'react';
import { createPortal } from 'react-dom';
import { readLink } from '../shared/link.js';
import { CopyLink } from './CopyLink.jsx';
import { Examples } from './Examples.jsx';
import { TakeFile } from './TakeFile.jsx';
import { useAccessibleEditors } from './useAccessibleEditors.js';
import { useOpen } from './useOpen.js';

/** `onLink` is told what is opened, by a link or as an example. */
export function Tools({ examples, link, onLink }) {
  const open = useOpen(examples, link);
  useLinksIntoThisPage(examples, open, onLink);
  useSystemTheme();
  useAccessibleEditors();
  return createPortal(
    <>
      <Examples
        examples={examples}
        onPick={(example) => {
          onLink(example);
          open(example);
        }}
      />
      <CopyLink />
      <TakeFile />
    </>,
    document.getElementById('tools'),
  );
}

/** Opens a link that is pasted over this page's address: the browser does not load the page anew for it. */
function useLinksIntoThisPage(examples, open, onLink) {
  useEffect(() => {
    const onHashChange = () => {
      const link = readLink({ hash: location.hash, search: '' });
      const asked = link?.example ? examples.find(({ name }) => name === link.example) : link;
      onLink(link);
      if (asked) open(asked);
    };
    addEventListener('hashchange', onHashChange);
    return () => removeEventListener('hashchange', onHashChange);
  }, [examples, open, onLink]);
}

/** Has the editors follow the system from light to dark; GraphiQL sets their colours only when it starts. */
function useSystemTheme() {
  const { setTheme } = useGraphiQLActions();
  const theme = useGraphiQL((state) => state.theme);
  const monacoIsThere = useGraphiQL((state) => Boolean(state.queryEditor));
  useEffect(() => {
    if (theme || !monacoIsThere) return undefined;
    const dark = matchMedia('(prefers-color-scheme: dark)');
    const follow = () => setTheme(null);
    dark.addEventListener('change', follow);
    return () => dark.removeEventListener('change', follow);
  }, [theme, monacoIsThere, setTheme]);
}
