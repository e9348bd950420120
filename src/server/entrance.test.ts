import type { Request, Response } from 'express';
import { expect, it } from 'vitest';
import { ANYBODY } from '../core/client.js';
import { setClient } from './access/client-of.js';
import { entrance } from './entrance.js';

it('lets requests in one after the other, in turns between clients', async () => {
  const enter = entrance();
  const order: string[] = [];
  const come = (who: string, name: string): Promise<void> =>
    new Promise((resolve) => {
      const response = { locals: {} } as unknown as Response;
      setClient(response, { ...ANYBODY, who });
      void enter({} as Request, response, () => (order.push(name), resolve()));
    });
  await Promise.all([...['many 1', 'many 2', 'many 3', 'many 4'].map((name) => come('many', name)), come('one', 'one')]);
  expect(order).toEqual(['many 1', 'many 2', 'one', 'many 3', 'many 4']);
});
