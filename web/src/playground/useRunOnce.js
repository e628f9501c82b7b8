// Runs what was opened, a link or an example, as soon as GraphiQL has read it. Only a query: what changes data
// or goes on by itself waits for the button, for anyone may write a link.

import { useGraphiQL, useGraphiQLActions } from '@graphiql/react';
import { useEffect, useState } from 'react';

const lines = (text) => text?.replace(/\r\n?/g, '\n');

/**
 * @param {{query: string, operationName?: string} | null} link what the page was opened with
 * @returns {(asked: {query: string, operationName?: string}) => void}
 */
export function useRunOnce(link) {
  const { run, setOperationName } = useGraphiQLActions();
  const editor = useGraphiQL((state) => state.queryEditor);
  const isReady = useGraphiQL((state) => Boolean(state.variableEditor && state.responseEditor));
  const document = useGraphiQL((state) => state.documentAST);
  const operations = useGraphiQL((state) => state.operations);
  const operationName = useGraphiQL((state) => state.operationName);
  const [asked, setAsked] = useState(link);
  useEffect(() => {
    if (!asked || !editor || !isReady) return;
    const query = lines(asked.query);
    if (lines(editor.getValue()) !== query) {
      // Somebody writes: what is there now was not opened.
      setAsked(null);
      return;
    }
    // GraphiQL reads the editor a moment after a change; until then it has the operations of another text.
    if (lines(document?.loc?.source.body) !== query || !operations?.length) return;
    const chosen = operations.find(({ name }) => name?.value === asked.operationName) ?? operations[0];
    if (chosen.name && chosen.name.value !== operationName) {
      setOperationName(chosen.name.value);
      return;
    }
    setAsked(null);
    // Ctrl+Enter runs the operation that the cursor is in.
    editor.setPosition(editor.getModel().getPositionAt(chosen.loc.start));
    if (chosen.operation === 'query') run();
  }, [asked, document, editor, isReady, operationName, operations, run, setOperationName]);
  return setAsked;
}
