import { CheckpointError } from '../checkpoint-error.js';
import type { Net, Plane } from './net.js';

/** CLIP's bottleneck: strides are average pools, never strided convolutions, in the shortcut as well. */
function bottleneck(net: Net, x: Plane, name: string, stride: number): Plane {
  const one = net.relu(net.convNorm(x, `${name}.conv1`, `${name}.bn1`));
  const two = net.relu(net.convNorm(one, `${name}.conv2`, `${name}.bn2`));
  const three = net.convNorm(net.pool(two, 'AveragePool', stride), `${name}.conv3`, `${name}.bn3`);
  if (!net.tensors.has(`${name}.downsample.0.weight`)) return net.relu(net.add(three, x));
  const shortcut = net.convNorm(net.pool(x, 'AveragePool', stride), `${name}.downsample.0`, `${name}.downsample.1`);
  return net.relu(net.add(three, shortcut));
}

function stage(net: Net, x: Plane, name: string, stride: number): Plane {
  if (!net.tensors.has(`${name}.0.conv1.weight`)) throw new CheckpointError(`${name}.0.conv1.weight`, 'is missing from the checkpoint');
  let plane = x;
  for (let index = 0; net.tensors.has(`${name}.${index}.conv1.weight`); index++)
    plane = bottleneck(net, plane, `${name}.${index}`, index === 0 ? stride : 1);
  return plane;
}

/**
 * CLIP's ResNet (Radford et al. 2021, arXiv:2103.00020, 2.4): three convolutions as its stem, then four stages.
 * @param prefix of all names, with its dot
 * @param last stride of the fourth stage: 2, or 1 where the released model keeps it finer
 * @returns the stages' maps, at strides 4, 8, 16 and 16 * last
 */
export function clipResnet(net: Net, picture: Plane, prefix: string, last: 1 | 2): readonly [Plane, Plane, Plane, Plane] {
  let x = net.relu(net.convNorm(picture, `${prefix}conv1`, `${prefix}bn1`, 2));
  x = net.relu(net.convNorm(x, `${prefix}conv2`, `${prefix}bn2`));
  x = net.relu(net.convNorm(x, `${prefix}conv3`, `${prefix}bn3`));
  const one = stage(net, net.pool(x, 'AveragePool', 2), `${prefix}layer1`, 1);
  const two = stage(net, one, `${prefix}layer2`, 2);
  const three = stage(net, two, `${prefix}layer3`, 2);
  return [one, two, three, stage(net, three, `${prefix}layer4`, last)];
}
