import { copyFile, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { exists } from '../../core/exists.js';
import { projectRoot } from '../../core/project-root.js';
import { isBuiltIn } from '../../server/installed-plugins.js';
import { wrongUse } from '../wrong-use.js';
import { KINDS, type Kind } from './kinds.js';

/** Behind each template's name, so that nothing in the checkout takes it for a source of its own. */
const SUFFIX = '.txt';

const NAME = /^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/;

/** `shelf-audit` as a key of the schema, `shelfAudit`. */
const keyOf = (name: string): string => name.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase());

const typeOf = (name: string): string => keyOf(name).replace(/^./, (letter) => letter.toUpperCase());

const filled = (text: string, name: string): string =>
  text.replaceAll('__name__', name).replaceAll('__key__', keyOf(name)).replaceAll('__Type__', typeOf(name));

/** `denseql plugins new`. @throws WrongUse for a name that is none, or a folder that is there */
export async function newCommand(name: string, { kind }: { kind: Kind }): Promise<void> {
  if (!NAME.test(name)) throw wrongUse('name', `"${name}" must be lower case letters, digits and single hyphens, beginning with a letter.`);
  if (isBuiltIn(name)) throw wrongUse('name', `"${name}" is a plugin that ships with DenseQL. Name another.`);
  const folder = resolve(name);
  if (await exists(folder)) throw wrongUse('name', `${folder} is there already. Name another, or remove it.`);
  const from = join(projectRoot(), 'templates', 'plugins', kind);
  await mkdir(folder);
  for (const file of await readdir(from)) {
    const to = join(folder, file.slice(0, -SUFFIX.length));
    // A head is bytes, whose hash stands in the manifest.
    if (to.endsWith('.onnx')) await copyFile(join(from, file), to);
    else await writeFile(to, filled(await readFile(join(from, file), 'utf8'), name));
  }
  // A head knows what it was trained for: its own script says what to ask.
  const check = kind === 'head' ? `cd ${name} && npm run check        ` : `npx denseql plugins check ./${name}`;
  process.stdout.write(`${name}/ is ${KINDS[kind]}.

  ${check}    says what is wrong with it
  npx denseql plugins dev ./${name}      serves it, and starts again when you save
  cd ${name} && npm test                 runs its test
`);
}
