import { toAddress } from './to-address';
import { state } from './store';

export const addressNow = (): string => `${location.pathname}${toAddress(state().view, state().look)}${location.hash}`;

/** A new entry in the browser's history: another picture. Smaller changes replace the one that is there. */
export const pushAddress = (): void => history.pushState(null, '', addressNow());
