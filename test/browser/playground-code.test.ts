import { execFile } from 'node:child_process';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { parse, print } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { layOut } from '../../playground/vision/ask/lay-out.js';
import { SNIPPETS } from '../../playground/vision/code/snippets.js';
import { startTiny, type TinyServer } from '../http/tiny-server.js';

const run = promisify(execFile);
// Within the project: the modules that the snippets import are found from there.
const folder = '.cache/snippets';

let server: TinyServer;
beforeAll(async () => {
  server = await startTiny();
  await mkdir(folder, { recursive: true });
});
afterAll(async () => {
  await server?.close();
  await rm(folder, { recursive: true, force: true });
});

/** Signs that mean something to one of the languages or another. */
const LABEL = String.raw`it's \"red\" \`x\` \${y} \\ é`;
const QUERY = `query Ask {\n  image(source: { sample: "cat" }) {\n    segmentation(labels: ["${LABEL.replace(/\\([`$])/g, '$1')}"]) {\n      segments { label }\n    }\n  }\n}`;
const WANTED = 'it\'s "red" `x` ${y} \\ é';

/** How each is run; the rest are modules of JavaScript. */
const commands: Readonly<Record<string, (file: string) => [string, string[]]>> = {
  Python: (file) => ['python3', [file]],
  curl: (file) => ['bash', [file]],
};

describe('the code that the playground shows', () => {
  it.each(SNIPPETS.filter(({ name }) => name !== 'GraphQL'))('$name asks the same question', async ({ name, write }) => {
    const file = join(folder, `${name}.mjs`);
    const code = write(QUERY, `${server.url}graphql`)
      // Nested objects would be cut short in the console.
      .replace(/console\.log\((data)/, 'console.log(JSON.stringify($1)');
    await writeFile(file, code);
    const [command, args] = commands[name]?.(file) ?? [process.execPath, [file]];
    const { stdout } = await run(command, args);
    const said = name === 'Python' ? stdout : stdout.replaceAll('\\"', '"').replaceAll('\\\\', '\\');
    expect(said.replaceAll("\\'", "'").replaceAll('\\\\', '\\')).toContain(WANTED);
  });
});

describe('how a query is laid out', () => {
  it.each([
    ['short', '{ image(source: {sample: "cat"}) { width height } }'],
    [
      'with braces and commas in texts',
      '{ image(source: {sample: "a } b, {c"}) { segmentation(labels: ["x, y", "{", "}", "\\"", "a long label, that is"]) { segments { label box { x y width height } } } } }',
    ],
    [
      'with options in options',
      '{ image(source: {sample: "cat"}) { region(box: {x: 1234, y: 2345, width: 3456, height: 4567}, zoom: true) { segmentation(labels: [], by: {maskclip: {form: NACLIP, threshold: 0.3, smoothing: AFFINITY, edges: GUIDED}}) { segments { label } } } } }',
    ],
  ])('%s, it is the same query, in narrow lines', (_, query) => {
    const printed = print(parse(query));
    const text = layOut(printed);
    expect(print(parse(text))).toBe(printed);
    for (const line of text.split('\n')) expect(line.length).toBeLessThanOrEqual(60);
  });
});
