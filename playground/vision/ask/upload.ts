import { authorization } from './api-key';
import { Failure, problemOf } from './problem';
import { sendJson } from './send';

interface Uploaded {
  readonly id?: string;
  readonly errors?: readonly Parameters<typeof problemOf>[0][];
}

/** @returns the id under which the server keeps the picture for a while */
export async function upload(file: Blob): Promise<string> {
  const headers = { 'content-type': file.type || 'application/octet-stream', ...authorization() };
  const { id, errors } = await sendJson<Uploaded>('uploads', { method: 'POST', headers, body: file });
  if (errors?.[0]) throw new Failure(problemOf(errors[0]));
  if (id === undefined) throw new Failure(problemOf({ message: 'The server kept no picture.' }));
  return id;
}
