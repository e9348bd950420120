import { say } from './toast';
import { state } from './store';

/** Copies the address. Somebody else sees the same; an own picture only while this server keeps it. */
export async function copyLink(): Promise<void> {
  const own = state().view.source && 'upload' in state().view.source!;
  await copy(location.href, own ? 'Link copied. Your picture is not in it: the link works while this server keeps it.' : 'Link copied');
}

export async function copy(text: string, told = 'Copied'): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
    say(told);
  } catch {
    // Browsers give no clipboard to pages without TLS on other machines.
    say('This browser does not let the page copy. Select the text instead.');
  }
}
