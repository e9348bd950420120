import { Router } from 'express';
import type { Encoder } from '../core/encoder/contract/encoder.js';

/**
 * `/health/live`: the process answers. `/health/ready`: it can work, 503 while it is starting, restarting or stopping.
 *
 * @param current the active encoder, which may be another after its pack was replaced
 * @param stopping whether the server was told to stop: who balances load must look elsewhere
 */
export function healthRouter(current: () => Encoder, stopping: () => boolean): Router {
  const router = Router();
  router.use('/health', (_request, response, next) => {
    response.set('Cache-Control', 'no-store');
    next();
  });
  router.get('/health/live', (_request, response) => {
    response.json({ status: 'live' });
  });
  router.get('/health/ready', (_request, response) => {
    const encoder = current();
    const { state, device, queued, restarts } = encoder.status();
    const ready = state === 'ready' && !stopping();
    response
      .status(ready ? 200 : 503)
      .json({ status: stopping() ? 'stopping' : state, pack: encoder.manifest.name, device, queued, restarts });
  });
  return router;
}
