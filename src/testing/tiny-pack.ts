import { join } from 'node:path';
import { projectRoot } from '../core/project-root.js';

/** Folder of a real pack of a few kilobytes: graphs that describe patches by colours, a text tower for six colour words. Nothing of it is trained. */
export const tinyPack = (): string => join(projectRoot(), 'test', 'fixtures', 'packs', 'tiny');
