// What the page's bar has beside its links: the examples and the button that copies a link.
//
// The bar is in index.html, so that it is there at once; these parts are put into it when GraphiQL is there.

import { useGraphiQL, useGraphiQLActions } from '@graphiql/react';
import { useEffect, useRef } from 'react';
import { createPortal } from 'react-dom';
import { readLink } from '../shared/link.js';
import { CopyLink } from './CopyLink.jsx';
import { Examples } from './Examples.jsx';
import { useOpen } from './useOpen.js';

export function Tools({ examples, operationName }) {
  const open = useOpen(examples);
  useChosenOperation(operationName);
  useLinksIntoThisPage(examples, open);
  useSystemTheme();
  return createPortal(
    <>
      <Examples examples={examples} onPick={open} />
      <CopyLink />
    </>,
    document.getElementById('tools'),
  );
}

/** Chooses the operation that the link names, once, when the editor is there. */
function useChosenOperation(operationName) {
  const { setOperationName } = useGraphiQLActions();
  const editor = useGraphiQL((state) => state.queryEditor);
  const operations = useGraphiQL((state) => state.operations);
  const left = useRef(operationName);
  useEffect(() => {
    const chosen = operations?.find(({ name }) => name?.value === left.current);
    if (!editor || !left.current || !chosen) return;
    left.current = undefined;
    setOperationName(chosen.name.value);
    // Ctrl+Enter runs the operation that the cursor is in.
    editor.setPosition(editor.getModel().getPositionAt(chosen.loc.start));
  }, [editor, operations, setOperationName]);
}

/** Opens a link that is pasted over this page's address: the browser does not load the page anew for it. */
function useLinksIntoThisPage(examples, open) {
  useEffect(() => {
    const onHashChange = () => {
      const link = readLink({ hash: location.hash, search: '' });
      const asked = link?.example ? examples.find(({ name }) => name === link.example) : link;
      if (asked) open(asked);
    };
    addEventListener('hashchange', onHashChange);
    return () => removeEventListener('hashchange', onHashChange);
  }, [examples, open]);
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
