import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { FILE } from './database/failures.js';

const found = async (path: string) =>
  stat(path).catch((error: unknown) => ((error as NodeJS.ErrnoException).code === 'ENOENT' ? null : Promise.reject(error as Error)));

/** What keeps reference sets from being kept in a folder, for the log at the start; null: nothing. Makes nothing: the folder comes with the first set. */
export async function unusableFolder(folder: string): Promise<string | null> {
  try {
    let nearest = folder;
    for (let stats = await found(nearest); !stats?.isDirectory(); stats = await found(nearest)) {
      if (stats) return `${nearest} is no folder`;
      nearest = dirname(nearest);
    }
    await access(nearest, constants.R_OK | constants.W_OK | constants.X_OK);
    const file = join(folder, FILE);
    if (await found(file)) await access(file, constants.R_OK | constants.W_OK);
    return null;
  } catch (error) {
    return (error as Error).message;
  }
}
