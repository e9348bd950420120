import { readFileSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { projectRoot } from '../../src/core/project-root.js';
import { tableAfter } from '../schema/markdown-table.js';
import { runHere } from './run-here.js';

const cat = join(projectRoot(), 'samples/cat.jpg');
const raccoon = join(projectRoot(), 'samples/raccoon.jpg');
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'denseql-wrong-'));
  await writeFile(join(folder, 'page.jpg'), '<html></html>');
  await writeFile(join(folder, 'empty.txt'), '');
  await writeFile(join(folder, 'lacks.mjs'), "import 'nope-other';");
  await mkdir(join(folder, 'a'));
  await mkdir(join(folder, 'b'));
  for (const name of ['a', 'b']) await writeFile(join(folder, name, 'same.jpg'), '');
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** `$` in an argument or a message is the folder of this test. */
const placed = (text: string): string => text.replaceAll('$', folder);

type Case = readonly [args: readonly string[], message: string];

/** One sentence or more on stderr with the way out; no stack, no code of an inner failure, and nothing was loaded for it. */
async function refused(args: readonly string[], code: number, message: string, environment: Record<string, string> = {}): Promise<void> {
  const ended = await runHere(
    args.map(placed),
    Object.fromEntries(Object.entries(environment).map(([name, value]) => [name, placed(value)])),
  );
  expect(ended.stderr).toContain(placed(message));
  expect(ended).toMatchObject({ code, stdout: '' });
  expect(ended.stderr).not.toMatch(/INTERNAL_SERVER_ERROR|^ {4}at |loading the encoder/m);
}

describe('wrong use of the command line ends with 2 and says what to do', () => {
  it.each<Case>([
    [['sevre'], "unknown command 'sevre'\n(Did you mean serve?)"],
    [['models', 'lits'], '(Did you mean list?)'],
    [['query', cat, '--segmnet', 'a'], '(Did you mean --segment?)'],
    [['serve', '--port', '99999'], 'It must be a whole number from 0 to 65535.'],
    [['query', cat], 'asks for nothing. Add --segment "cat, sofa" for masks, --detect "cat, sofa" for boxes, or --count person'],
    [['query', cat, '--segment', ''], 'names nothing. Say what to look for'],
    [['query', cat, '--segment', 'a', '--label', 'a'], '"a" is asked for twice'],
    [['query', cat, '--label', 'cat', '--label', 'cat'], '--label: "cat" is asked for twice. Name each label once.'],
    [['query', cat, '--segment', 'cat, cat'], '--segment: "cat" is asked for twice'],
    [['query', cat, '--label', ' '], '--label: names nothing. Say what to look for: --label cat.'],
    [['query', cat, '--segment', '"a, b'], "--label 'a, b' --label c"],
    [['query', cat, '--count', ' '], 'names nothing. Say what to count'],
    [['query', cat, '--segment', 'x'.repeat(300)], 'at most 200'],
    [['query', cat, '--segment', 'a', '--detail', 'hihg'], 'Allowed choices are LOW, MEDIUM, HIGH. Did you mean HIGH?'],
    [['query', cat, '--segment', 'a', '--max-size', '5000'], 'It must be a whole number from 1 to 4096.'],
    [['query', cat, '--segment', 'a', '--method', 'maskclp'], 'there are maskclip, denseclip, ovseg, wholes. Did you mean maskclip?'],
    [['query', cat, '--count', 'a', '--method', 'maskclip'], 'is no method for count; there are clipEbc'],
    [['query', cat, '--segment', 'a', '--method', 'maskclip', '--method', 'DenseCLIP'], 'names two methods for segmentation'],
    [['query', cat, '--count', 'a', '--label-maps', '$/x'], '--label-maps: is about masks, and none are asked for. Add --segment'],
    [['query', cat, '--segment', 'a', '--coco', '$/x.json', '--max-size', '9'], 'does not go with --coco'],
    [['query', cat, '--segment', 'a', '--coco', '$/x.txt'], 'would be written as .json'],
    [['query', cat, '--segment', 'a', '--out', '$/x.bmp'], 'would be written as .jpg or .jpeg or .png'],
    [['query', cat, '--segment', 'a', '--out', '$'], '--out: $ is a folder. Name a file in it.'],
    [
      ['query', cat, '--segment', 'a', '--masks', '$/empty.txt'],
      '--masks: $/empty.txt is a file, and a folder is needed there. Name another.',
    ],
    [['query', cat, '--segment', 'a', '--out', '$/no/x.png'], 'the folder $/no is not there. Make it (mkdir -p $/no)'],
    [['query', cat, '--segment', 'a', '--out', '$/empty.txt/x.png'], '$/empty.txt is a file, and a folder is needed there'],
    [['query', cat, '--segment', 'a', '--out', cat], 'is a picture that is read here, and would be written over'],
    [['query', `${projectRoot()}/samples`, '--segment', 'a', '--overlays', `${projectRoot()}/samples`], 'would be written over'],
    [['query', cat, '--segment', 'a', '--masks', '$/empty.txt/x'], '$/empty.txt/x cannot be made or written'],
    [['query', cat, raccoon, '--segment', 'a', '--out', '$/x.png'], 'For many, --overlays <folder>'],
    [['query', cat, '--segment', 'a', '--pack', 'pockte'], 'No pack is called pockte; searched'],
    [['query', cat, '--segment', 'a', '--pack', 'pockte'], 'Did you mean pocket?'],
    [['query', cat, '--segment', 'a', '--pack', 'openai-b16'], '`denseql models pull openai-b16` fetches it'],
    [['query', cat, '--segment', 'a', '--pack', '$'], '$ is no folder with a pack.json'],
    [['encode'], 'denseql encode photo.jpg --out photo.npz'],
    [['encode', cat], 'either --out <file> for one picture, or --out-dir <folder>'],
    [['encode', cat, raccoon, '--out', '$/x.npz'], 'For many, --out-dir <folder>'],
    [['encode', cat, '--list', 'l', '--out-dir', '$'], 'takes the place of the pictures'],
    [['encode', '--list', '$/no', '--out-dir', '$'], '$/no: there is no such file or folder'],
    [['encode', '--list', '$/empty.txt', '--out-dir', '$'], 'it needs a path on each line'],
    [['encode', cat, '--out', '$/x.npz', '--outputs', 'dnse'], 'Did you mean dense?'],
    [['encode', cat, '--out', '$/f.txt'], '--out: $/f.txt would be written as .npz: end its name so.'],
    [['encode-text', 'a', '--out', '$/f.txt'], '--out: $/f.txt would be written as .npz: end its name so.'],
    [['encode', cat, '--out', '$'], '$ is a folder. Name a file in it.'],
    [['encode-text', 'a'], "required option '--out <file>' not specified"],
    [['encode-text', 'a', ' ', '--out', '$/x.npz'], 'one of them is empty'],
    [['encode-text', 'a', '--out', '$/no/x.npz'], 'the folder $/no is not there'],
    [['models', 'info', 'pockte'], 'Did you mean pocket?'],
    [['models', 'pull', 'openai-b61'], 'Did you mean openai-b16?'],
    [['models', 'compile', '$', '--precision', 'fp61'], 'Did you mean fp16?'],
    [['models', 'compile', '$', '--compute', 'fp61'], 'Did you mean fp16?'],
    [
      ['models', 'compile', '$/a', '--name', 'x', '--compute', 'fp16'],
      'stored as fp16, and these would be fp32: give --precision fp16, too',
    ],
    [['models', 'pull', 'openai-b16', '--precision', 'int8', '--compute', 'fp16'], 'these would be int8: give --precision fp16, too'],
    [['models', 'convert', '$', '--out', '$/x', '--kind', 'denseclp'], 'Did you mean denseclip?'],
    [['models', 'verify', 'poket'], 'Did you mean pocket?'],
    [['models', 'verify', 'pocket', 'poket'], 'Did you mean pocket?'],
    [['models', 'verify', '$'], '$ is no folder with a pack.json. Check the path'],
    [['models', 'add-head', 'poket', 'denseclip', '$'], 'Did you mean pocket?'],
    [
      ['models', 'add-head', 'pocket', 'denseclip', '$/a'],
      '$/a has no denseclip.json, which `denseql models convert` or a training writes',
    ],
    [['models', 'compile', '$/nope', '--name', 'x'], '$/nope is not there. Check the path. A checkpoint is a folder with config.json'],
    [['models', 'compile', '$/page.jpg', '--name', 'x'], '$/page.jpg is a file. A checkpoint is a folder with config.json'],
    [['models', 'compile', '$/a', '--name', '../evil'], '"../evil" is no name for a pack'],
    [['models', 'convert', '$/nope', '--out', '$/x', '--kind', 'denseclip'], '$/nope is not there. Check the path'],
    [['models', 'remove', 'poket', '--yes'], 'Did you mean pocket?'],
    [['models', 'remove', 'pocket', '--oops'], "unknown option '--oops'"],
  ])('%j', ([...args], message) => refused(args, 2, message));

  it.each<Case>([
    [['$/nofile.jpg'], '$/nofile.jpg is not there. Check the path.'],
    [['$/no/file.jpg'], '$/no/file.jpg is not there, and neither is its folder $/no'],
    [[cat.replace('cat.', 'cta.')], `Did you mean ${cat}?`],
    [['$/a/same.jpg', '$/b/same.jpg'], '$/a/same.jpg and $/b/same.jpg would both give files named same'],
    [[`${projectRoot()}/src`], '/src is a folder without pictures'],
    [['$/*.png'], 'no file fits the pattern $/*.png'],
    [['https://example.org/a.jpg'], 'curl -fsSL https://example.org/a.jpg | denseql ... -'],
  ])('pictures %j', ([...pictures], message) => refused(['query', ...pictures, '--segment', 'a'], 2, message));

  it.each<[Record<string, string>, string]>([
    [{ DENSEQL_PROT: '1' }, 'DENSEQL_PROT: is no setting. Did you mean DENSEQL_PORT?'],
    [{ DENSEQL_PORT: 'abc' }, 'DENSEQL_PORT: is "abc", and must be a whole number from 0 to 65535.'],
    [{ DENSEQL_PLUGINS: './nope.js' }, 'denseql: DENSEQL_PLUGINS: Plugin ./nope.js is not there: '],
    [
      { DENSEQL_PLUGINS: './nope.js' },
      'nope.js is neither a file nor a folder with an index file. Mend it, or take it out of the setting.',
    ],
    [
      { DENSEQL_PLUGINS: 'nope-plugin' },
      'no package of this name is installed. Run `npm install nope-plugin`, or check how it is written. Mend it',
    ],
    [{ DENSEQL_PLUGINS: '$/lacks.mjs' }, "could not be imported: Cannot find package 'nope-other' imported from $/lacks.mjs. Mend it"],
    [{ DENSEQL_PACK: 'pockte' }, 'Did you mean pocket?'],
    [{ DENSEQL_HOST: '203.0.113.7' }, '203.0.113.7 is no address of this machine. Take 127.0.0.1'],
    [{ DENSEQL_URL_SOURCES: 'yes' }, 'DENSEQL_URL_SOURCES: "yes" is no host'],
    [{ DENSEQL_PUBLIC_URL: 'x' }, 'DENSEQL_PUBLIC_URL: "x" is no address of http or https'],
    [{ DENSEQL_API_KEYS: 'web=short' }, 'DENSEQL_API_KEYS: entry 1 has a key of 5 characters'],
    [{ DENSEQL_TRUST_PROXY: 'true' }, 'DENSEQL_TRUST_PROXY: "true" is neither how many proxies stand in front'],
    [{ DENSEQL_CORS_ORIGIN: 'app.example.com' }, 'DENSEQL_CORS_ORIGIN: "app.example.com" is no origin'],
    [{ DENSEQL_ALLOWED_HOSTS: 'http://x.org/' }, 'DENSEQL_ALLOWED_HOSTS: "http://x.org/" is neither a host name nor an address'],
    [{ DENSEQL_SECRET: 'x' }, 'DENSEQL_SECRET: has 1 character; 32 are the least. openssl rand -hex 32 makes one.'],
    [{ DENSEQL_MODELS_DIR: '$/nowhere' }, 'DENSEQL_MODELS_DIR: the folder $/nowhere is not there. Make it (mkdir -p $/nowhere)'],
    [{ DENSEQL_MODELS_DIR: '$/empty.txt' }, 'DENSEQL_MODELS_DIR: $/empty.txt is a file, and a folder of packs is needed there'],
    [{ DENSEQL_DRAIN_MS: '1000', DENSEQL_DRAIN_LEAST_MS: '1001' }, 'DENSEQL_DRAIN_LEAST_MS: is 1001, and must be at most DENSEQL_DRAIN_MS'],
  ])('setting %j', (environment, message) => refused(['serve', '--port', '0'], 2, message, environment));

  it('says so in JSON alone where JSON was asked for', async () => {
    for (const args of [
      ['query', cat, '--json'],
      ['query', cat, '--json', '--bad'],
      ['query', '--json'],
    ]) {
      const { code, stdout, stderr } = await runHere(args);
      expect([code, stderr]).toEqual([2, '']);
      expect(JSON.parse(stdout)).toMatchObject({ errors: [{ message: expect.any(String), extensions: { code: 'BAD_INPUT' } }] });
    }
  });
});

describe('what fails before anything is loaded ends with 1', () => {
  it.each<Case>([
    [['query', '$/page.jpg', '--segment', 'a'], 'denseql: $/page.jpg: HTML is not read here'],
    [['query', '$/empty.txt', '--segment', 'a'], 'denseql: $/empty.txt: The picture has no bytes.'],
    [['query', '$/page.jpg', '$/empty.txt', '--segment', 'a'], 'denseql: $/empty.txt: The picture has no bytes.'],
    [['query', `${projectRoot()}/README.md`, '--label', 'cat'], 'README.md: These bytes are not a picture. Read here: '],
    [['encode', '$/page.jpg', '--out', '$/x.npz'], 'denseql: $/page.jpg: HTML is not read here'],
    [['encode', join(projectRoot(), 'samples/music-room.jpg'), '--out', '$/x.npz', '--size', 'native'], 'must be multiples of'],
  ])('%j', ([...args], message) => refused(args, 1, message));

  it('a port that is in use', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;
    await refused(['serve', '--port', String(port)], 1, `denseql: Port ${port} of 127.0.0.1 is in use, perhaps by another DenseQL. Stop`);
    const { stderr } = await runHere(['serve', '--port', String(port)]);
    expect(stderr).not.toContain('[');
    // Whoever has mistyped a setting, too, hears of that.
    for (const [name, value] of Object.entries({ DENSEQL_PACK: 'pockte', DENSEQL_SECRET: 'x', DENSEQL_PLUGINS: './nope.js' }))
      await refused(['serve', '--port', String(port)], 2, value === 'x' ? 'DENSEQL_SECRET' : value, { [name]: value });
    other.close();
  });
});

describe('commands that load nothing', () => {
  it('prints the version', async () => {
    expect(await runHere(['--version'])).toMatchObject({ code: 0, stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/) });
  });

  it('has an option for every row of docs/command-line.md, and the other way round', async () => {
    const documented = tableAfter(readFileSync(join(projectRoot(), 'docs/command-line.md'), 'utf8'), '## query').map(
      ([option = '']) => option,
    );
    const { stdout } = await runHere(['query', '--help']);
    const offered = [...stdout.matchAll(/^ {2}(--[\w-]+ <\w+>)/gm)].map(([, option]) => `\`${option}\``);
    // Every command on pictures has these.
    const common = ['`--detail <level>`'];
    expect(offered.filter((option) => !common.includes(option)).sort()).toEqual(documented.sort());
  });

  it('takes the name of a pack in any case', async () => {
    const { code, stdout } = await runHere(['models', 'info', 'POCKET']);
    expect([code, stdout]).toEqual([0, expect.stringMatching(/^name +pocket\n/)]);
  });

  it('takes choices in any case', async () => {
    const { stderr } = await runHere(['query', '/no/file', '--segment', 'a', '--detail', 'high']);
    expect(stderr).toContain('/no/file is not there');
  });
});
