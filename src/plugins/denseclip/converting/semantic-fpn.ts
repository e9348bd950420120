import { CheckpointError, type Net, type Plane } from '../../../core/graphs/index.js';

type Levels = readonly [Plane, Plane, Plane, Plane];

/** Feature pyramid (Lin et al. 2017) as mmseg's FPN without norms: 1x1, sums from coarse to fine by nearest neighbour, 3x3. */
function pyramid(net: Net, levels: Levels): Levels {
  const laterals = levels.map((level, index) => net.conv(level, `neck.lateral_convs.${index}.conv`));
  for (let index = laterals.length - 1; index > 0; index--) {
    const finer = laterals[index - 1] as Plane;
    laterals[index - 1] = net.add(finer, net.resizeLike(laterals[index] as Plane, finer, 'nearest'));
  }
  return laterals.map((lateral, index) => net.conv(lateral, `neck.fpn_convs.${index}.conv`)) as unknown as Levels;
}

/**
 * mmseg's FPN and Semantic-FPN head (Kirillov et al. 2019, arXiv:1901.02446): each level goes through as many 3x3 convolutions as it must
 * be doubled to reach stride 4 (at least one), the sum through a 1x1 convolution to the classes.
 * @returns logits [1, classes, height / 4, width / 4]
 */
export function semanticFpn(net: Net, levels: Levels): Plane {
  const merged = pyramid(net, levels).map((level, index) => {
    let x = level;
    for (let step = 0; step < Math.max(1, index); step++) {
      // Every second module is the doubling, which has no tensors.
      const module = `decode_head.scale_heads.${index}.${index === 0 ? 0 : 2 * step}`;
      x = net.relu(net.convNorm(x, `${module}.conv`, `${module}.bn`));
      if (index > 0) x = net.resize(x, 2);
    }
    return x;
  }) as unknown as Levels;
  // Sides that 32 does not divide leave coarser levels a row or column short.
  const sum = merged.slice(1).reduce((total, level) => net.add(total, net.resizeLike(level, total, 'linear')), merged[0]);
  return net.conv(sum, 'decode_head.conv_seg');
}

/** Which level the score map of `classes` channels joins: its lateral convolution takes so many more. */
export function scoreLevel(net: Net, levels: Levels, classes: number): number {
  const index = levels.findIndex(
    ({ channels }, level) => net.tensors.shape(`neck.lateral_convs.${level}.conv.weight`)[1] === channels + classes,
  );
  if (index < 0)
    throw new CheckpointError('neck.lateral_convs', `has no level that takes the score maps of ${classes} classes: not DenseCLIP's layout`);
  return index;
}
