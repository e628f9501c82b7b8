// The editors' colours: Monaco's own, with those changed that are hard to read on GraphiQL's backgrounds. What
// has the colour of the page's accents is in playground.css.

/** GraphiQL's names for the two. */
export const editorTheme = { light: 'iscm-light', dark: 'iscm-dark' };

/** @param {{defineTheme: (name: string, theme: object) => void}} editor Monaco's */
export function defineThemes(editor) {
  editor.defineTheme(editorTheme.light, {
    base: 'vs',
    inherit: true,
    colors: surfaces('#ffffff'),
    rules: [
      { token: 'argument.identifier.gql', foreground: '#5451b5' },
      { token: 'number', foreground: '#0a6b45' },
    ],
  });
  editor.defineTheme(editorTheme.dark, {
    base: 'vs-dark',
    inherit: true,
    colors: surfaces('#212a3b'),
    rules: [
      { token: 'argument.identifier.gql', foreground: '#a9a5ff' },
      { token: 'comment', foreground: '#8fbc7a' },
    ],
  });
}

const surfaces = (paper) => ({
  'editor.background': '#ffffff00',
  'scrollbar.shadow': '#ffffff00',
  'editorHoverWidget.background': paper,
  'menu.background': paper,
  'editorSuggestWidget.background': paper,
  'quickInput.background': paper,
  'editorWidget.background': paper,
});
