import semver from 'semver';
import { z } from 'zod';
import { HOST_VERSION } from './host-version.js';
import type { PluginManifest } from './plugin.js';

const Constructor = z.custom((value) => typeof value === 'function' && 'prototype' in value, 'must be a class');
const Identifier = z.string().regex(/^[a-z][A-Za-z0-9]*$/, 'must be a name of a schema field, e.g. maskclip');

const Function = z.custom((value) => typeof value === 'function', 'must be a function');

const Task = z.looseObject({
  name: Identifier,
  methodInput: z.string().regex(/^[A-Z][A-Za-z0-9]*$/, 'must be a name of a schema input'),
  question: Function,
  call: Function,
  check: Function,
  before: Function.optional(),
  ahead: Function.optional(),
  forLabels: Function.optional(),
  answer: Function,
});

const Method = z.strictObject({
  task: Task,
  key: Identifier,
  use: Constructor,
  default: z.number().int().optional(),
});

const OptionName = z.string().regex(/^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/, 'must be lower case letters, digits and single hyphens');

const ConverterOption = z.strictObject({
  name: OptionName,
  value: z.string().min(1),
  summary: z.string().min(1),
  default: z.string().optional(),
  choices: z.array(z.string()).min(1).optional(),
  refuse: Function.optional(),
});
const Converter = z.strictObject({ kind: OptionName, options: z.array(ConverterOption).optional(), convert: Function });
const CompiledHead = z.strictObject({ option: OptionName, summary: z.string().min(1), write: Function });

const AssetPath = z
  .string()
  .regex(
    /^(?!.*(?:^|\/)\.\.?(?:\/|$))[^/\\:][^\\:]*$/,
    "must be a path below the plugin's folder, with forward slashes and no dot segments",
  );
const Sha256 = z.string().regex(/^[0-9a-f]{64}$/i, 'must be a SHA-256 of 64 hex digits; `sha256sum FILE` prints it');
const Graph = z.looseObject({ inputs: z.looseObject({}), outputs: z.looseObject({}) });
const OwnHead = z.strictObject({
  packs: z.record(z.string(), z.strictObject({ revision: z.string().min(1), graphs: z.record(AssetPath, Graph) })),
});
const PackHead = z.looseObject({ manifest: z.looseObject({ safeParse: Function }), graphs: Function });

const Manifest = z.strictObject({
  name: z.string().regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/, 'must be lower case letters, digits and single hyphens'),
  version: z.string().refine((value) => semver.valid(value) !== null, 'must be a version, e.g. 1.0.0'),
  host: z.string().refine((value) => value.trim() !== '' && semver.validRange(value) !== null, 'must be a semver range, e.g. ^1.0.0'),
  summary: z.string().trim().min(1, 'must not be empty'),
  reference: z.string().min(1).optional(),
  needs: z
    .strictObject({ outputs: z.array(z.string().min(1)).optional(), text: z.boolean().optional(), head: z.boolean().optional() })
    .optional(),
  head: z.union([PackHead, OwnHead], 'must be what `defineHead` or `defineOwnHead` makes').optional(),
  folder: z
    .custom((value) => value instanceof URL && value.protocol === 'file:', "must be a file URL: new URL('.', import.meta.url)")
    .optional(),
  assets: z.record(AssetPath, Sha256).optional(),
  converters: z.array(Converter).optional(),
  compiledHeads: z.array(CompiledHead).optional(),
  schema: z
    .custom(
      (value) => (value instanceof URL && value.protocol === 'file:') || (typeof value === 'string' && value.trim() !== ''),
      'must be SDL, or a file URL of it: new URL("./plugin.graphql", import.meta.url)',
    )
    .optional(),
  methods: z.array(Method).optional(),
  resolvers: z.record(z.string(), z.unknown()).optional(),
  provide: z
    .array(
      z.strictObject({
        token: z.union([z.custom((value) => typeof value === 'symbol', 'must be a symbol or a class'), Constructor]),
        use: Constructor,
        lifetime: z.enum(['singleton', 'transient']).optional(),
      }),
    )
    .optional(),
  settings: z.looseObject({ safeParse: Function }).optional(),
  setup: Function.optional(),
  dispose: Function.optional(),
});

const nameOf = (manifest: unknown): string => {
  const name = typeof manifest === 'object' && manifest !== null ? (manifest as { name?: unknown }).name : undefined;
  return typeof name === 'string' && name !== '' ? `Plugin "${name}"` : 'A plugin without a name';
};

/**
 * Checks the shape of a manifest: the types alone do not hold for plugins in JavaScript.
 * @throws Error naming the plugin and each wrong field
 */
export function checkManifest(manifest: unknown): asserts manifest is PluginManifest {
  const parsed = Manifest.safeParse(manifest);
  if (parsed.success) return;
  // Of a name that does not fit, the reason is one level deeper.
  const problem = (issue: z.core.$ZodIssue): string =>
    issue.code === 'invalid_key' ? (issue.issues[0]?.message ?? issue.message) : issue.message;
  const lines = parsed.error.issues.map((issue) => `${issue.path.map(String).join('.') || 'manifest'}: ${problem(issue)}`);
  throw new Error(`${nameOf(manifest)} has a bad manifest. ${lines.join('; ')}`);
}

/**
 * Checks that a plugin was written for this interface.
 * @throws Error naming the plugin, its range and HOST_VERSION
 */
export function checkHost(manifest: PluginManifest): void {
  if (semver.satisfies(HOST_VERSION, manifest.host)) return;
  throw new Error(
    `Plugin "${manifest.name}" was written for plugin interface ${manifest.host}; this server has ${HOST_VERSION}. Install a version of it for this server, or adapt it and write \`host: '^${HOST_VERSION}'\`.`,
  );
}
