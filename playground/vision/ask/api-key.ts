const NAME = 'denseql:api-key';

/** The key is kept until the page is closed, and nowhere else. */
export const keepKey = (key: string): void => sessionStorage.setItem(NAME, key.trim());

export function authorization(): Record<string, string> {
  const key = sessionStorage.getItem(NAME);
  return key ? { authorization: `Bearer ${key}` } : {};
}
