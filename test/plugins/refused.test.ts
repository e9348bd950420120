import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CONFIG, inject, Segmenter, type Plugin } from '../../src/core/index.js';
import { createContainer } from '../../src/core/plugin/container.js';
import { loadPlugins } from '../../src/core/plugin/load-plugins.js';
import { PluginRegistry } from '../../src/core/plugin/registry.js';
import { startTiny } from '../http/tiny-server.js';
import { Half, plugin, sdl } from './good.js';

class NotInjected extends Half {
  constructor(readonly config: unknown) {
    super();
  }
}
class First {}
class Second {
  constructor(@inject(First) readonly first: unknown) {}
}
inject(Second)(First, undefined, 0);
class InCircle extends Half {
  constructor(@inject(First) readonly first: unknown) {
    super();
  }
}
const ROUND = Symbol('round');
class Round {
  constructor(@inject(ROUND) readonly again: unknown) {}
}
class ByToken extends Half {
  constructor(@inject(ROUND) readonly round: unknown) {
    super();
  }
}
class Nothing {}
const uses = (use: unknown, key = 'bad') => ({ task: Segmenter, key, use: use as typeof Half });

/** What is wrong, and the sentence that the start ends with. */
const REFUSED: readonly (readonly [string, () => Plugin, RegExp])[] = [
  ['another host', () => plugin({ host: '^9.0.0' }), /^Plugin "bad" was written for plugin interface \^9\.0\.0; .*`host: '\^2\.0\.0'`\.$/],
  [
    'a field that is there already',
    () => plugin({ schema: `${sdl('bad')} extend type Mask { "Mine." area: Int }` }),
    /Mask\.area.*\(schema\/mask\.graphql:\d+ and plugin "bad":\d+\) Rename what the plugin adds\.$/s,
  ],
  [
    'a type that is there already',
    () => plugin({ schema: `${sdl('bad')} "Mine." type Mask { "Mine." mine: Int }` }),
    /"Mask".*\(schema\/mask\.graphql:\d+ and plugin "bad":\d+\) Rename what the plugin adds\.$/s,
  ],
  [
    'a key twice',
    () => plugin({ methods: [uses(Half), uses(Half)] }),
    /^Plugin "bad" registers the method "bad" of the task "segmentation" twice: give one of them another name\.$/,
  ],
  [
    'a key of another plugin',
    () => plugin({ methods: [uses(Half, 'maskclip')] }),
    /^Plugins "maskclip" and "bad" both register the method "maskclip" of the task "segmentation": one of them needs another name\.$/,
  ],
  [
    'a parameter without @inject',
    () => plugin({ methods: [uses(NotInjected)] }),
    /^Plugin "bad" could not start: parameter 1 of the constructor of NotInjected has no `@inject\(TOKEN\)`\. Write .*`@inject\(CONFIG\)`, before it\.$/,
  ],
  [
    'classes in a circle',
    () => plugin({ methods: [uses(InCircle)] }),
    /^Plugin "bad" could not start: its classes need each other in a circle, First -> Second -> First\. Take one of them out of .*\.$/,
  ],
  [
    'a circle by a token that it provides',
    () => plugin({ methods: [uses(ByToken)], provide: [{ token: ROUND, use: Round }] }),
    /^Plugin "bad" could not start: its classes need each other in a circle, Round -> Round\./,
  ],
  [
    'a class without its method',
    () => plugin({ methods: [uses(Nothing)] }),
    /^Plugin "bad" could not start: its class Nothing has no method `segment`, which the task "segmentation" calls\. Add it\.$/,
  ],
  [
    'a default of the wrong type',
    () => plugin({ schema: sdl('bad', '"How much." much: Int! = "three"') }),
    /badOptions\.much.*plugin "bad"/s,
  ],
  [
    'a default out of its range',
    () => plugin({ schema: sdl('bad', '"How much." much: Int! = 3 @constraint(max: 2)') }),
    /badOptions\.much.*plugin "bad"/s,
  ],
];

describe('a plugin with a mistake keeps the server from starting, and says which', () => {
  it.each(REFUSED)('%s', async (_what, make, sentence) => {
    const starting = Promise.resolve().then(async () => startTiny({}, { plugins: [make()] }).then((server) => server.close()));
    const error = await starting.then(
      () => expect.fail('it started'),
      (reason: unknown) => reason as Error,
    );
    expect(error.message).toMatch(sentence);
    expect(error.message.length).toBeLessThan(500);
  });
});

describe('a plugin that fails while it is loaded', () => {
  let folder: string;
  beforeAll(async () => void (folder = await mkdtemp(join(tmpdir(), 'denseql-refused-'))));
  afterAll(() => rm(folder, { recursive: true }));
  const CASES: readonly (readonly [string, string, RegExp])[] = [
    ['throws', "throw new Error('no licence')", /^Plugin \.\/throws\.mjs could not be imported: no licence\.$/],
    [
      'exits',
      'process.exit(3)',
      /^Plugin \.\/exits\.mjs could not be imported: Plugin ".*" called process\.exit\(3\), .* throw an error instead\.$/,
    ],
    ['waits', 'await new Promise(() => undefined)', /^Plugin \.\/waits\.mjs did not finish loading within 0\.3 s: .*\.$/],
    ['lacks', `import '${pathToFileURL('/nowhere.mjs').href}'`, /^Plugin \.\/lacks\.mjs could not be imported: Cannot find module/],
    ['empty', 'export default {}', /^\.\/empty\.mjs is no plugin: its default export must be what definePlugin returns\.$/],
  ];
  it.each(CASES)('%s', async (name, source, sentence) => {
    await writeFile(join(folder, `${name}.mjs`), source);
    await expect(loadPlugins({ builtIns: [], specs: [`./${name}.mjs`], folder, limitMs: 300 })).rejects.toThrow(sentence);
  });
});

describe('a plugin that never comes back', () => {
  const registry = (bad: Plugin) => new PluginRegistry(createContainer(new Map([[CONFIG, {}]])), [bad], { limitMs: 200 });
  const never = () => new Promise<void>(() => undefined);

  it('from its setup: the start ends, with its name', async () => {
    await expect(registry(plugin({ setup: never })).start()).rejects.toThrow(
      /^Plugin "bad" could not start: its `setup` did not end within 0\.2 s\. .*background\.$/,
    );
  });

  it('from its dispose: the others end all the same', async () => {
    const started = registry(plugin({ dispose: never }));
    await started.start();
    const error = await started.dispose().then(
      () => expect.fail('it ended'),
      (reason: unknown) => reason as AggregateError,
    );
    expect(error.errors.map(({ message }: Error) => message)).toEqual([
      'Plugin "bad" failed while ending: its `dispose` did not end within 3 s.',
    ]);
  });
});
