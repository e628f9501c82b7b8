// Gives the editors their names, and tells with them how the keyboard leaves them.

import { useGraphiQL } from '@graphiql/react';
import { useEffect } from 'react';
import { LEAVE } from './Keys.jsx';

/** The editors and the frames around them, by GraphiQL's names. */
const NAMES = { queryEditor: 'Query', variableEditor: 'Variables', headerEditor: 'Headers' };

export function useAccessibleEditors() {
  for (const [key, name] of Object.entries(NAMES)) useNames(key, `${name} editor`, `${name}. ${LEAVE}`);
  useNames('responseEditor', 'Result', 'Result');
}

function useNames(key, frame, text) {
  const editor = useGraphiQL((state) => state[key]);
  useEffect(() => {
    if (!editor) return;
    editor.updateOptions({ ariaLabel: text });
    const element = editor.getContainerDomNode();
    element.setAttribute('role', 'group');
    element.setAttribute('aria-label', frame);
  }, [editor, frame, text]);
}
