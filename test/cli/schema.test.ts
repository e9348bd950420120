import { buildSchema, lexicographicSortSchema, printSchema } from 'graphql';
import { describe, expect, it } from 'vitest';
import { readFileSync } from 'node:fs';
import { runHere } from './run-here.js';

describe('denseql schema', () => {
  it('prints the whole schema, with @oneOf, @constraint and descriptions', async () => {
    const { code, stdout } = await runHere(['schema']);
    expect(code).toBe(0);
    expect(printSchema(lexicographicSortSchema(buildSchema(stdout)))).toBe(
      readFileSync(new URL('../schema/schema.snapshot.graphql', import.meta.url), 'utf8').trimEnd(),
    );
    expect(stdout).toMatch(/input SegmentationMethod @oneOf \{/);
    expect(stdout).toMatch(/logitScale: Float @constraint\(exclusiveMin: 0, max: 1000\)/);
  });
});
