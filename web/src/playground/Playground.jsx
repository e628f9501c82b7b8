// GraphiQL with what this API adds to it: examples, links, and a line about the response.

import { explorerPlugin } from '@graphiql/plugin-explorer';
import { HISTORY_PLUGIN } from '@graphiql/plugin-history';
import { GraphiQL } from 'graphiql';
import { useState } from 'react';
import { editorTheme } from './editorTheme.js';
import { fetcher } from './fetcher.js';
import { Keys } from './Keys.jsx';
import { linkFault } from './linkFault.js';
import { storage } from './storage.js';
import { StatusLine } from './StatusLine.jsx';
import { Tools } from './Tools.jsx';

// Made once: GraphiQL takes another list for other plugins.
const plugins = [explorerPlugin({ showAttribution: false }), HISTORY_PLUGIN];

/**
 * @param {{examples: {name: string, title: string, query: string}[],
 *   link: null | {example: string} | {query: string, variables: string, operationName: string}}} props
 */
export function Playground({ examples, link }) {
  const [fault, setFault] = useState(() => linkFault(link, examples));
  const asked = link?.example ? examples.find(({ name }) => name === link.example) : link;
  return (
    <GraphiQL
      fetcher={fetcher}
      plugins={plugins}
      // The first visit's query; a later visit finds its tabs as it left them.
      defaultQuery={examples[0]?.query ?? ''}
      // The link's query: in the tab that has it, else in a new one.
      initialQuery={asked?.query}
      initialVariables={asked ? (asked.variables ?? '') : undefined}
      inputValueDeprecation
      editorTheme={editorTheme}
      shouldPersistHeaders={false}
      storage={storage}
    >
      {/* The page's bar has the name; GraphiQL's own would be in its place. */}
      <GraphiQL.Logo>{null}</GraphiQL.Logo>
      <GraphiQL.Footer>
        <p className="link-fault" role="alert">
          {fault}
        </p>
        <StatusLine />
        <Keys />
      </GraphiQL.Footer>
      <Tools
        examples={examples}
        link={asked ?? null}
        onLink={(link) => setFault(linkFault(link, examples))}
      />
    </GraphiQL>
  );
}
