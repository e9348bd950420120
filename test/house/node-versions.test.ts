import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import semver from 'semver';
import { describe, expect, it } from 'vitest';
import { projectRoot } from '../../src/core/project-root.js';

const read = (name: string): string => readFileSync(join(projectRoot(), name), 'utf8');
const { engines } = JSON.parse(read('package.json')) as { engines: { node: string } };
const lock = JSON.parse(read('package-lock.json')) as { packages: Record<string, { engines?: { node?: string }; optional?: boolean }> };
/** Those before the first semicolon of the sentence. */
const named = [...(/^Node ([^;]*);/m.exec(read('README.md'))?.[1] ?? '').matchAll(/\d+(?:\.\d+)?/g)].map(([version]) => version);

describe('the versions of Node that README names', () => {
  it('are those that package.json asks for', () => {
    expect(named.length).toBeGreaterThan(1);
    expect(engines.node.match(/\d+\.\d+\.\d+/g)).toEqual(named.map((version) => semver.coerce(version)?.version));
  });

  it('are taken by every package, so that npm warns of none', () => {
    // Optional ones are binaries of single platforms, which npm leaves out in silence.
    const wanting = Object.entries(lock.packages).flatMap(([path, { engines: needs, optional }]) =>
      !optional && needs?.node !== undefined && named.some((version) => !semver.satisfies(semver.coerce(version)!, needs.node!))
        ? [`${path}: ${needs.node}`]
        : [],
    );
    expect(wanting).toEqual([]);
  });

  it('and that are not the one that tests run on are started in CI', () => {
    const started = /for version in ([\d ]+);/.exec(read('.ci/other-nodes'))?.[1]?.split(' ');
    expect(started).toEqual(named.map((version) => version.split('.')[0]).filter((major) => major !== '20'));
  });
});
