import { Router } from 'express';
import type { PooledEncoder } from '../core/encoder/pool/pool.js';

/**
 * `/health/live`: the process answers. `/health/ready`: it can work, 503 while it is starting, restarting or stopping, or while its pack's files
 * are not those that it loaded.
 *
 * @param active the place of the active encoder
 * @param stopping whether the server was told to stop: who balances load must look elsewhere
 */
export function healthRouter(active: () => PooledEncoder, stopping: () => boolean): Router {
  const router = Router();
  router.use('/health', (_request, response, next) => {
    response.set('Cache-Control', 'no-store');
    if (stopping()) response.set('Connection', 'close');
    next();
  });
  router.get('/health/live', (_request, response) => {
    response.json({ status: 'live' });
  });
  router.get('/health/ready', async (_request, response) => {
    const place = active();
    // Who balances load sends no query to one that is not ready: it must not need one to see that files were put back.
    const encoder = await place.open().catch(() => place.encoder);
    const { device, queued, restarts, ...status } = encoder.status();
    const state = place.state === 'failed' ? 'failed' : status.state;
    const ready = state === 'ready' && !stopping();
    response
      .status(ready ? 200 : 503)
      .json({ status: stopping() ? 'stopping' : state, pack: encoder.manifest.name, device, queued, restarts });
  });
  return router;
}
