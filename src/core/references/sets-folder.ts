import { homedir } from 'node:os';
import { join, resolve } from 'node:path';

/** Where reference sets are kept: SETS_DIR where set, else `denseql/sets` below XDG_DATA_HOME or ~/.local/share. It need not exist. */
export const setsFolder = (setsDir: string, environment: Readonly<Record<string, string | undefined>> = process.env): string => {
  if (setsDir !== '') return resolve(setsDir);
  const data = environment['XDG_DATA_HOME'];
  return join(data === undefined || data === '' ? join(homedir(), '.local', 'share') : resolve(data), 'denseql', 'sets');
};
