import type { BudgetLimits } from '../core/budget.js';
import { checkStated } from '../resolvers/budget/count-operation.js';
import type { Check } from './before-running.js';

/** Refuses an operation that states more than its budget. */
export const refuseOverBudget =
  (limits: BudgetLimits): Check =>
  (asked, { platform }) => {
    const tasks = new Set(platform.registry.tasks().map(({ name }) => name));
    checkStated(asked.operation, asked, tasks, limits);
  };
