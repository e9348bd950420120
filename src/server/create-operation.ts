import { randomUUID } from 'node:crypto';
import { BUDGET, BUDGET_KINDS, type BudgetLimits } from '../core/budget.js';
import type { Client } from '../core/client.js';
import type { Config } from '../core/config.js';
import { Operation } from '../core/operation.js';
import type { AnswerRoom } from './answer-room.js';

/** What one operation may ask for, as the settings say. */
export const budgetLimits = (config: Config): BudgetLimits =>
  Object.fromEntries(BUDGET_KINDS.map((kind) => [kind, config[BUDGET[kind].setting]]));

/**
 * An operation with this server's limits, whose deadline starts now.
 *
 * @param signal aborts when whoever asks has left
 * @param id the request's id in the log and in masked errors
 * @param client who asks; absent: anybody
 * @param room where the bytes of its answer count; absent: nowhere, who asks has it at once
 */
export function createOperation(
  config: Config,
  signal: AbortSignal,
  id: string = randomUUID(),
  client?: Client,
  room?: Pick<AnswerRoom, 'hold'>,
): Operation {
  return new Operation(id, signal, performance.now() + config.DEADLINE_MS, budgetLimits(config), client, (bytes) => room?.hold(bytes));
}
