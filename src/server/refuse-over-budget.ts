import { GraphQLError } from 'graphql';
import type { BudgetLimits } from '../core/budget.js';
import { DenseqlError } from '../core/errors.js';
import { checkStated } from '../resolvers/budget/count-operation.js';
import type { Check } from './before-running.js';

/** As status 400, like the limits of the query's text: nothing of it ran. */
const refused = ({ code, message, details }: DenseqlError): GraphQLError =>
  new GraphQLError(message, { extensions: { code, ...details, http: { status: 400 } } });

/** Refuses an operation that states more than its budget. */
export const refuseOverBudget =
  (limits: BudgetLimits): Check =>
  (asked, { platform }) => {
    const tasks = new Set(platform.registry.tasks().map(({ name }) => name));
    try {
      checkStated(asked.operation, asked, tasks, limits);
    } catch (error) {
      throw DenseqlError.is(error) ? refused(error) : error;
    }
  };
