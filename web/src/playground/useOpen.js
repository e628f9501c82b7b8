// Opens a query in a tab: in one that has it already, in this one when nothing in it would be lost, else in a
// new one.

import { useGraphiQL, useGraphiQLActions } from '@graphiql/react';
import { useCallback } from 'react';
import { setLastResponse } from './lastResponse.js';
import { useRunOnce } from './useRunOnce.js';

/** @typedef {{query: string, variables?: string, operationName?: string}} Asked */

/**
 * @param {{query: string}[]} examples
 * @param {Asked | null} link what the page was opened with
 * @returns {(asked: Asked) => void}
 */
export function useOpen(examples, link) {
  const { addTab, changeTab, stop, updateActiveTabValues } = useGraphiQLActions();
  const tabs = useGraphiQL((state) => state.tabs);
  const active = useGraphiQL((state) => state.activeTabIndex);
  const queryEditor = useGraphiQL((state) => state.queryEditor);
  const variableEditor = useGraphiQL((state) => state.variableEditor);
  const responseEditor = useGraphiQL((state) => state.responseEditor);
  const runOnce = useRunOnce(link);

  return useCallback(
    (asked) => {
      if (!queryEditor) return;
      const { query, variables = '' } = asked;
      const has = (tab) => tab.query === query && (tab.variables ?? '') === variables;
      const index = tabs.findIndex(has);
      // What is still on its way is of another query.
      stop();
      if (index >= 0) {
        if (index !== active) changeTab(index);
      } else {
        const now = queryEditor.getValue();
        const nothingLost = !now.trim() || examples.some((example) => example.query === now);
        if (!nothingLost) addTab();
        queryEditor.setValue(query);
        variableEditor?.setValue(variables);
        responseEditor?.setValue('');
        setLastResponse(null);
        // GraphiQL would notice by itself, a moment later: the tab's title would jump.
        updateActiveTabValues({ query, variables, response: null, operationName: null });
      }
      queryEditor.setScrollTop(0);
      queryEditor.focus();
      runOnce(asked);
    },
    [
      active,
      addTab,
      changeTab,
      examples,
      queryEditor,
      responseEditor,
      runOnce,
      stop,
      tabs,
      updateActiveTabValues,
      variableEditor,
    ],
  );
}
