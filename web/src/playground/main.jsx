// The playground's entry: gets the examples, reads the address, and shows GraphiQL.

import '@graphiql/react/style.css';
import 'graphiql/graphiql.css';
import '@graphiql/plugin-doc-explorer/style.css';
import '@graphiql/plugin-history/style.css';
import '@graphiql/plugin-explorer/style.css';
import '../shared/base.css';
import './playground.css';
import './workers.js';

import { createRoot } from 'react-dom/client';
import { loadExamples } from '../shared/examples.js';
import { readLink } from '../shared/link.js';
import { keepMended } from './mends.js';
import { Playground } from './Playground.jsx';

// GraphiQL asks for Monaco once it is on the page; asked for here, it comes while the examples do.
import('monaco-graphql/esm/monaco-editor.js');
import('monaco-graphql/esm/lite.js');

const examples = await loadExamples();
const link = readLink(location);
const root = document.getElementById('playground');
createRoot(root).render(<Playground examples={examples} link={link} />);
keepMended(root);
