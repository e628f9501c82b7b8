// Light or dark as chosen in the playground's settings, for the pages that have no such setting.
// Without a choice the style sheet follows the system.

try {
  const theme = localStorage.getItem('graphiql:theme');
  if (theme === 'light' || theme === 'dark') document.body.classList.add(`graphiql-${theme}`);
} catch {
  // Storage is closed to this page: then there is no choice to follow.
}
