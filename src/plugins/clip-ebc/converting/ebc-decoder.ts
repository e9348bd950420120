import type { Net, Plane } from '../../../core/graphs/index.js';

/** A residual block of two 3x3 convolutions, or of 1x1, 3x3, 1x1 where the checkpoint has a third; widths are the checkpoint's. */
function residual(net: Net, x: Plane, name: string): Plane {
  const first = net.relu(net.convNorm(x, `${name}.conv1`, `${name}.bn1`));
  const second = net.convNorm(first, `${name}.conv2`, `${name}.bn2`);
  const out = net.tensors.has(`${name}.conv3.weight`) ? net.convNorm(net.relu(second), `${name}.conv3`, `${name}.bn3`) : second;
  const shortcut = net.tensors.has(`${name}.downsample.0.weight`) ? net.convNorm(x, `${name}.downsample.0`, `${name}.downsample.1`) : x;
  return net.relu(net.add(out, shortcut));
}

/** CLIP-EBC's image decoder and the 1x1 convolution into the space of the texts, which is left out where the widths agree. */
export function ebcDecoder(net: Net, features: Plane): Plane {
  let x = features;
  for (let index = 0; net.tensors.has(`image_decoder.${index}.conv1.weight`); index++) x = residual(net, x, `image_decoder.${index}`);
  return net.tensors.has('projection.weight') ? net.conv(x, 'projection') : x;
}
