// How the pages are built: two HTML pages, everything they load as hashed files under assets/.
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';
import { licenses } from './licenses.js';

const file = (path) => fileURLToPath(new URL(path, import.meta.url));

// Where `npm run dev` finds the API.
const api = process.env.ISCM_API ?? 'http://127.0.0.1:8000';

const { ofPages, ofWorkers } = licenses();

export default defineConfig({
  appType: 'mpa',
  // Relative: the server may be published under any path.
  base: './',
  build: {
    outDir: process.env.ISCM_WEB_OUT || 'dist',
    emptyOutDir: true,
    target: 'es2022',
    // No data: URLs for fonts and scripts: the content security policy allows files only.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rollupOptions: {
      // Many of React's libraries are marked for servers; it means nothing here.
      onwarn(warning, warn) {
        if (warning.code !== 'MODULE_LEVEL_DIRECTIVE') warn(warning);
      },
      input: { index: file('index.html') },
    },
    // Monaco is big; it has a chunk of its own, loaded after the page is there.
    chunkSizeWarningLimit: 4000,
  },
  resolve: {
    alias: [
      // Parts of GraphiQL's libraries that are bigger than what is used of them: the files tell why.
      { find: 'monaco-editor/esm/vs/editor/edcore.main.js', replacement: file('src/playground/monaco.js') },
      {
        find: /^prettier\/(plugins\/estree|parser-babel)$/,
        replacement: file('src/playground/prettierJson.js'),
      },
      // One file under two names.
      { find: 'prettier/parser-graphql', replacement: 'prettier/plugins/graphql' },
    ],
  },
  plugins: [ofPages()],
  worker: { format: 'es', plugins: () => [ofWorkers()] },
  esbuild: { jsx: 'automatic' },
  server: {
    proxy: {
      '/graphql': { target: api, ws: true },
      '/schema.graphql': api,
      '/examples.json': api,
    },
  },
});
