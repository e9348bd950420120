import type { ByteTensor, Tensor } from './tensor.js';

/** The host's array behind one that a method holds, as long as the method has not looked at its numbers. */
const unread = new WeakMap<object, Tensor>();

function lazyCopy(host: Tensor): Tensor {
  let copy: Float32Array | null = null;
  const own: Tensor = Object.freeze({
    dims: Object.freeze([...host.dims]),
    get data() {
      if (copy === null) {
        unread.delete(own);
        copy = host.data.slice();
      }
      return copy;
    },
  });
  unread.set(own, host);
  return own;
}

/**
 * An array that a method may write to: copied when its numbers are first read. Arrays that only go on to a graph are never copied: a millisecond for
 * each 2.6 MB (1,728 patches of 384 numbers). Take `data` out before a loop: it is a getter.
 */
export const ownTensor = (host: Tensor): Tensor => lazyCopy(host);

/** An array that a method holds, for the host to read: its own numbers where the method has not read them, so that nothing is copied. */
export const toRead = <Feed extends Tensor | ByteTensor>(feed: Feed): Tensor | Feed => unread.get(feed) ?? feed;

/**
 * The same numbers with a batch dimension of one in front, as graphs take them: `[N, C]` becomes `[1, N, C]`. Reads nothing, so that features which only go
 * to a head are not copied for it.
 */
export function batched(tensor: Tensor): Tensor {
  const dims = [1, ...tensor.dims];
  const host = unread.get(tensor);
  return host ? lazyCopy({ data: host.data, dims }) : { data: tensor.data, dims };
}
