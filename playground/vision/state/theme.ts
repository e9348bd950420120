export type Theme = 'light' | 'dark';

const NAME = 'denseql:theme';

/** What the visitor chose, else what the system says. */
export function storedTheme(): Theme {
  const stored = localStorage.getItem(NAME);
  if (stored === 'light' || stored === 'dark') return stored;
  return matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
}

export function applyTheme(theme: Theme): void {
  document.documentElement.dataset['theme'] = theme;
}

export function chooseTheme(theme: Theme): void {
  localStorage.setItem(NAME, theme);
  applyTheme(theme);
}
