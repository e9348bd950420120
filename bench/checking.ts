import 'reflect-metadata';
import { parse, specifiedRules, validate } from 'graphql';
import { readConfig } from '../src/core/config.js';
import { buildSchema } from '../src/server/build-schema.js';
import { requestProblem } from '../src/server/check-request-size.js';
import { installation } from '../src/server/installed-plugins.js';
import { MOST_MISTAKES, queryLimits } from '../src/server/query-limits.js';
import { DEAR_QUERIES } from './checking/dear-queries.js';

// What reading and checking a query takes, before anything of it runs: npm run bench:checking. The queries are the dearest of their kinds that the limits let
// through; each is timed a few times, so that the first does not count for the compiler's work.
const ROUNDS = 5;

const config = readConfig();
const schema = buildSchema((await installation(config)).plugins);
const rules = [...specifiedRules, ...queryLimits(config)];

function outcome(query: string): string {
  const problem = requestProblem({ query }, config);
  if (problem) return `refused: ${problem.message.slice(0, 60)}`;
  try {
    const errors = validate(schema, parse(query, { maxTokens: config.MAX_TOKENS }), rules, { maxErrors: MOST_MISTAKES });
    return errors.length === 0 ? 'valid' : `${errors.length} mistakes: ${errors.at(-1)!.message.slice(0, 60)}`;
  } catch (error) {
    return (error as Error).message.slice(0, 60);
  }
}

console.log('least and most ms of', ROUNDS);
for (const [name, write] of Object.entries(DEAR_QUERIES)) {
  const query = write();
  const times: number[] = [];
  let said = '';
  for (let round = 0; round < ROUNDS; round += 1) {
    const start = performance.now();
    said = outcome(query);
    times.push(performance.now() - start);
  }
  const [least, most] = [Math.min(...times), Math.max(...times)].map((time) => time.toFixed(0).padStart(5));
  console.log(`${least} ${most}  ${name}, ${query.length} characters: ${said}`);
}
