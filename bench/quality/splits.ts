import type { PixelBox, Scene, SceneObject } from './input.js';

const LONGEST = 896;

export const SIZES = ['small', 'middle', 'large'] as const;
export const STYLES = ['photo', 'drawing', 'icon'] as const;
export const NAMED = ['inside', 'outside'] as const;
export const SPLITS = [...SIZES, ...STYLES, ...NAMED];

/** As the page calls them. */
export const SPLIT_NAMES: Readonly<Record<string, string>> = {
  small: 'below 60 px',
  middle: '60 to 130 px',
  large: 'above 130 px',
  photo: 'photographs',
  drawing: 'drawings',
  icon: 'icons',
  inside: "in ImageNet's names",
  outside: "not in ImageNet's names",
};

export const longSide = ([, , width, height]: PixelBox): number => Math.max(width, height);

/** By the visible box's long side in a scene whose own is 896 px: a patch of the encoder is 14 to 28 of these. */
export function sizeClass(
  object: Pick<SceneObject, 'visibleBox'>,
  { width, height }: Pick<Scene, 'width' | 'height'>,
): (typeof SIZES)[number] {
  const side = (longSide(object.visibleBox) * LONGEST) / Math.max(width, height);
  return side < 60 ? 'small' : side <= 130 ? 'middle' : 'large';
}

/** The keys under which a case about this object counts: the figure's own and one a split. */
export function keysOf(key: string, object: SceneObject, scene: Scene, inside: boolean): string[] {
  return [key, ...[sizeClass(object, scene), object.style, inside ? 'inside' : 'outside'].map((split) => `${key}.${split}`)];
}

/** A label's largest object stands for the label. */
export function largestOf(label: string, { objects }: Pick<Scene, 'objects'>): SceneObject {
  const own = objects.filter((object) => object.label === label).sort((a, b) => longSide(b.visibleBox) - longSide(a.visibleBox));
  if (own[0] === undefined) throw new Error(`No object "${label}".`);
  return own[0];
}
