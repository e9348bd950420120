import { createHash } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

interface Listed {
  files: { path: string }[];
}

/** Writes any bytes into a pack and lists them in the manifest as they are: its own checks find nothing wrong. */
export async function putFile(pack: string, path: string, bytes: string | Buffer): Promise<void> {
  await mkdir(dirname(join(pack, path)), { recursive: true });
  await writeFile(join(pack, path), bytes);
  const manifest = JSON.parse(await readFile(join(pack, 'pack.json'), 'utf8')) as Listed;
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const entry = { path, bytes: Buffer.byteLength(bytes), sha256 };
  manifest.files = [...manifest.files.filter((file) => file.path !== path), entry];
  await writeFile(join(pack, 'pack.json'), JSON.stringify(manifest));
}
