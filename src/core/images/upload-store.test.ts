import { expect, it } from 'vitest';
import { createUploadStore } from './upload-store.js';

const picture = (content: string, bytes: number) => ({ content, bytes: Buffer.alloc(bytes), mediaType: 'image/png', width: 1, height: 1 });
const config = { UPLOAD_STORE_BYTES: 100, UPLOAD_TTL_MS: 1000 };
const there = async (store: ReturnType<typeof createUploadStore>, ...ids: string[]) => {
  const found: string[] = [];
  for (const id of ids)
    await store.get(id).then(
      () => found.push(id),
      () => undefined,
    );
  return found.join('');
};

it('keeps an upload until its time to live has passed since the last use', async () => {
  let now = 5000;
  const store = createUploadStore(config, () => now);
  expect(await store.put(picture('a', 10))).toEqual({ id: 'a', expiresAt: 6000 });
  now = 5900;
  expect((await store.get('a')).content).toBe('a');
  now = 6800;
  expect((await store.get('a')).content).toBe('a');
  now = 7801;
  await expect(store.get('a')).rejects.toMatchObject({ code: 'UPLOAD_NOT_FOUND' });
});

it('starts the time again when the same picture comes again', async () => {
  let now = 5000;
  const store = createUploadStore(config, () => now);
  await store.put(picture('a', 10));
  now = 5900;
  expect(await store.put(picture('a', 10))).toEqual({ id: 'a', expiresAt: 6900 });
  now = 6500;
  expect(await there(store, 'a')).toBe('a');
});

it('lets the least recently used go when the bytes are full', async () => {
  const store = createUploadStore(config);
  await store.put(picture('a', 40));
  await store.put(picture('b', 40));
  await store.get('a');
  await store.put(picture('c', 40));
  expect(await there(store, 'a', 'b', 'c')).toBe('ac');
});

it('takes room for an upload from whoever holds most, not from others', async () => {
  const store = createUploadStore(config);
  await store.put(picture('a', 20), { who: 'one', scope: '' });
  for (const content of ['b', 'c', 'd', 'e', 'f', 'g']) await store.put(picture(content, 30), { who: 'two', scope: '' });
  expect(await there(store, 'a', 'b', 'c', 'd', 'e', 'f', 'g')).toBe('afg');
});

it('refuses a picture larger than itself and keeps the others', async () => {
  const store = createUploadStore(config);
  await store.put(picture('a', 40));
  await expect(store.put(picture('b', 101))).rejects.toMatchObject({ code: 'IMAGE_TOO_LARGE', details: { limit: 'UPLOAD_STORE_BYTES' } });
  expect(await there(store, 'a')).toBe('a');
});
