import { describe, expect, it } from 'vitest';
import { checkResult } from './check-result.js';
import type { RegisteredMethod } from './methods.js';

const method = { plugin: { name: 'mine' }, key: 'way' } as unknown as RegisteredMethod;
const said = { code: 'OTHER_OBJECT', message: 'Another thing.', field: null };

describe('checkResult', () => {
  it('reads what a result says of itself', () => {
    expect(checkResult({ form: 'any' }, method)).toEqual({ result: { form: 'any' }, form: 'any', seed: null, notices: [] });
    const { notices } = checkResult({ form: 'any', seed: 3, notices: [{ ...said, more: 1 }] }, method);
    expect(notices).toEqual([said]);
  });

  it.each([
    [null, 'is no object'],
    [{ form: '' }, 'form'],
    [{ form: 'any', seed: 0.5 }, 'seed'],
    [{ form: 'any', notices: 'some' }, 'notices'],
    [{ form: 'any', notices: [null] }, 'notices'],
    [{ form: 'any', notices: [{ ...said, code: 'NO_SUCH' }] }, 'notices'],
    [{ form: 'any', notices: [{ ...said, message: '' }] }, 'notices'],
    [{ form: 'any', notices: [{ code: said.code, message: said.message }] }, 'notices'],
  ])('names what is wrong: %j', (result, problem) => {
    expect(() => checkResult(result, method)).toThrow(new RegExp(`mine.*way.*${problem}`));
  });
});
