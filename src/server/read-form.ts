import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Busboy } from '@fastify/busboy';
import { badInput } from '../core/errors.js';

/** Bytes that a form may have beside its file: boundaries, headers, other fields. */
export const FORM_BYTES = 16 * 1024;

/** Beyond these a form is none that a page sends to have one picture kept. */
const LIMITS = { parts: 20, files: 2, fields: 20, fieldNameSize: 1000, fieldSize: FORM_BYTES, headerPairs: 20, headerSize: 8 * 1024 };

const ONE_FILE = 'must have exactly one file';

/**
 * The one file of a form (multipart/form-data), as browsers send them; other fields are not looked at. The form is there already, in the bounds of
 * `Bodies`: what is read here is no more than it.
 * @throws BAD_INPUT where it is no such form, or has no file or several
 */
export async function readForm(form: Buffer, contentType: string): Promise<Buffer> {
  const files: Buffer[][] = [];
  let tooMany = false;
  try {
    const parser = new Busboy({ headers: { 'content-type': contentType }, limits: LIMITS });
    parser.on('file', (_name, stream) => {
      const pieces: Buffer[] = [];
      files.push(pieces);
      // What is wrong with it is wrong with the form, which says so.
      stream.on('data', (piece: Buffer) => pieces.push(piece)).on('error', () => undefined);
    });
    parser.on('partsLimit', () => (tooMany = true)).on('fieldsLimit', () => (tooMany = true));
    await pipeline(Readable.from([form], { objectMode: false }), parser);
  } catch {
    throw badInput('form', 'cannot be read: it is no whole multipart/form-data.');
  }
  if (tooMany) throw badInput('form', `has more than ${LIMITS.parts} parts; it ${ONE_FILE}.`);
  const [file, ...others] = files;
  if (file === undefined || others.length > 0) throw badInput('form', `${ONE_FILE}, and has ${file ? 'several' : 'none'}.`);
  return Buffer.concat(file);
}
