/** Lets the browser save something under a name. */
export function saveAs(name: string, content: Blob): void {
  const address = URL.createObjectURL(content);
  const link = Object.assign(document.createElement('a'), { href: address, download: name });
  link.click();
  // Some browsers begin to read only after the click is over.
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}

export const saveJson = (name: string, value: unknown): void =>
  saveAs(name, new Blob([JSON.stringify(value, null, 2)], { type: 'application/json' }));

export const savePng = async (name: string, canvas: OffscreenCanvas): Promise<void> =>
  saveAs(name, await canvas.convertToBlob({ type: 'image/png' }));

/** A file's name from what is in it. */
export const fileName = (text: string): string =>
  text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-|-$/g, '') || 'picture';
