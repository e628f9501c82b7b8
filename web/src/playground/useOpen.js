// Puts a query into a tab: into one that has it already, into this one when nothing in it would be lost,
// else into a new one.

import { useGraphiQL, useGraphiQLActions } from '@graphiql/react';
import { useCallback } from 'react';

/** @returns {(asked: {query: string, variables?: string}) => void} */
export function useOpen(examples) {
  const { addTab, changeTab, setOperationName, updateActiveTabValues } = useGraphiQLActions();
  const tabs = useGraphiQL((state) => state.tabs);
  const active = useGraphiQL((state) => state.activeTabIndex);
  const queryEditor = useGraphiQL((state) => state.queryEditor);
  const variableEditor = useGraphiQL((state) => state.variableEditor);
  const responseEditor = useGraphiQL((state) => state.responseEditor);

  return useCallback(
    ({ query, variables = '', operationName }) => {
      if (!queryEditor) return;
      const has = (tab) => tab.query === query && (tab.variables ?? '') === variables;
      const index = tabs.findIndex(has);
      if (index >= 0) {
        if (index !== active) changeTab(index);
      } else {
        const now = queryEditor.getValue();
        const nothingLost = !now.trim() || examples.some((example) => example.query === now);
        if (!nothingLost) addTab();
        queryEditor.setValue(query);
        variableEditor?.setValue(variables);
        responseEditor?.setValue('');
        // GraphiQL would notice by itself, a moment later: the tab's title would jump.
        updateActiveTabValues({ query, variables, response: null, operationName: null });
      }
      if (operationName) setOperationName(operationName);
      queryEditor.setScrollTop(0);
      queryEditor.focus();
    },
    [
      active,
      addTab,
      changeTab,
      examples,
      queryEditor,
      responseEditor,
      setOperationName,
      tabs,
      updateActiveTabValues,
      variableEditor,
    ],
  );
}
