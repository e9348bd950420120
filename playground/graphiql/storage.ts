/** GraphiQL's history of queries: lists of them, as JSON. */
const HISTORY = new Set(['graphiql:queries', 'graphiql:favorites']);

const withoutHeaders = (history: string): string =>
  JSON.stringify(JSON.parse(history), (name, value: unknown) => (name === 'headers' ? undefined : value));

/** What GraphiQL keeps in the browser. Its history would keep a query's headers, too, and with them the API key. */
export const storage = {
  getItem: (name: string) => localStorage.getItem(name),
  setItem: (name: string, text: string) => localStorage.setItem(name, HISTORY.has(name) ? withoutHeaders(text) : text),
  removeItem: (name: string) => localStorage.removeItem(name),
  clear: () => localStorage.clear(),
  get length() {
    return localStorage.length;
  },
};
