import { newLayer, NO_SIDE, type Layer } from '../model/view';
import { readValue } from './address-value';

/** The layers of an address, in their order; what follows `ask` belongs to it, what follows `against` to its other side. */
export function readLayers(params: URLSearchParams): Layer[] {
  const layers: Layer[] = [];
  for (const [name, value] of params) {
    if (name === 'ask') layers.push(newLayer(value));
    const layer = layers.at(-1);
    if (!layer) continue;
    layers[layers.length - 1] = withParam(layer, name, value);
  }
  return layers;
}

function withParam(layer: Layer, name: string, value: string): Layer {
  if (name === 'text') return { ...layer, texts: [...layer.texts, value] };
  if (name === 'hide')
    return {
      ...layer,
      hidden: value
        .split(',')
        .map((place) => Number(place) - 1)
        .filter((place) => place >= 0),
    };
  if (name === 'shown') return { ...layer, shown: value !== '0' };
  if (name === 'against') return { ...layer, other: NO_SIDE };
  if (name.startsWith('arg.')) return { ...layer, args: { ...layer.args, [name.slice(4)]: readValue(value) } };
  const side = layer.other ?? layer.side;
  const changed =
    name === 'by'
      ? { ...side, method: value }
      : name === 'on'
        ? { ...side, encoder: value }
        : name.startsWith('with.')
          ? { ...side, options: { ...side.options, [name.slice(5)]: readValue(value) } }
          : side;
  return layer.other ? { ...layer, other: changed } : { ...layer, side: changed };
}
