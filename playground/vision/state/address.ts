import type { Start } from '../ask/load-start';
import {
  LOOK,
  newLayer,
  NO_SIDE,
  VIEW,
  type Box,
  type Detail,
  type Layer,
  type Look,
  type Side,
  type Source,
  type Value,
  type View,
} from '../model/view';

/*
 * The address in full: ?sample=cat&detail=HIGH&box=10,20,30,40&zoom=1, then for each layer in order
 * &ask=segmentation&text=cat&text=dog&arg.maxSize=512&by=maskclip&on=encoder&with.threshold=0.4&hide=1, and after &against the same for the other side.
 */

const write = (value: Value): string => {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return typeof value === 'string' && read(text) !== value ? JSON.stringify(value) : text;
};

function read(text: string): Value {
  try {
    return JSON.parse(text) as Value;
  } catch {
    return text;
  }
}

const rounded = (value: number): number => Math.round(value * 100) / 100;

export function toAddress(view: View, look: Look): string {
  const params = new URLSearchParams();
  for (const [kind, id] of Object.entries(view.source ?? {})) params.append(kind, String(id));
  if (view.detail !== VIEW.detail) params.append('detail', view.detail);
  if (view.box) params.append('box', [view.box.x, view.box.y, view.box.width, view.box.height].map(rounded).join(','));
  if (view.zoom) params.append('zoom', '1');
  if (view.maps) params.append('maps', '1');
  if (look.map !== null) params.append('map', String(look.map));
  if (look.opacity !== LOOK.opacity) params.append('opacity', String(rounded(look.opacity)));
  if (look.threshold !== LOOK.threshold) params.append('from', String(rounded(look.threshold)));
  if (look.scoreFrom !== LOOK.scoreFrom) params.append('score', String(rounded(look.scoreFrom)));
  if (!look.outline) params.append('outline', '0');
  if (!look.names) params.append('names', '0');
  if (look.divider !== LOOK.divider) params.append('divider', String(look.divider));
  if (view.active > 0) params.append('layer', String(view.active + 1));
  for (const layer of view.layers) writeLayer(params, layer);
  const text = params.toString();
  return text === '' ? '' : `?${text}`;
}

function writeLayer(params: URLSearchParams, layer: Layer): void {
  params.append('ask', layer.task);
  for (const text of layer.texts) params.append('text', text);
  for (const [name, value] of Object.entries(layer.args)) params.append(`arg.${name}`, write(value));
  if (layer.hidden.length > 0) params.append('hide', layer.hidden.map((place) => place + 1).join(','));
  if (!layer.shown) params.append('shown', '0');
  writeSide(params, layer.side);
  if (!layer.other) return;
  params.append('against', '');
  writeSide(params, layer.other);
}

function writeSide(params: URLSearchParams, { method, encoder, options }: Side): void {
  if (method !== null) params.append('by', method);
  if (encoder !== null) params.append('on', encoder);
  for (const [name, value] of Object.entries(options)) params.append(`with.${name}`, write(value));
}

/** What an address says; tasks, methods and options that this server lacks are left out. */
export function fromAddress(search: string, start: Pick<Start, 'tasks' | 'encoders'>): { view: View; look: Look } {
  const params = new URLSearchParams(search);
  const number = (name: string, usual: number, max = 1): number => {
    const value = Number(params.get(name) ?? Number.NaN);
    return Number.isFinite(value) ? Math.min(max, Math.max(0, value)) : usual;
  };
  const layers = readLayers(params).flatMap((layer) => fitted(layer, start));
  const map = params.get('map');
  return {
    view: {
      source: sourceOf(params),
      detail: (['LOW', 'MEDIUM', 'HIGH'] as Detail[]).find((one) => one === params.get('detail')) ?? VIEW.detail,
      box: boxOf(params.get('box')),
      zoom: params.get('zoom') === '1',
      maps: params.get('maps') === '1',
      layers,
      active: Math.min(Math.max(0, layers.length - 1), number('layer', 1, 99) - 1),
    },
    look: {
      opacity: number('opacity', LOOK.opacity),
      outline: params.get('outline') !== '0',
      names: params.get('names') !== '0',
      threshold: number('from', LOOK.threshold),
      scoreFrom: number('score', LOOK.scoreFrom),
      map: map === null || !/^\d+$/.test(map) ? null : Number(map),
      divider: number('divider', LOOK.divider, 100),
    },
  };
}

function sourceOf(params: URLSearchParams): Source | null {
  const [sample, upload] = [params.get('sample'), params.get('upload')];
  return sample ? { sample } : upload ? { upload } : null;
}

function boxOf(text: string | null): Box | null {
  const [x, y, width, height] = (text ?? '').split(',').map(Number);
  if (![x, y, width, height].every(Number.isFinite)) return null;
  return width! > 0 && height! > 0 ? { x: x!, y: y!, width: width!, height: height! } : null;
}

function readLayers(params: URLSearchParams): Layer[] {
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
  if (name.startsWith('arg.')) return { ...layer, args: { ...layer.args, [name.slice(4)]: read(value) } };
  const side = layer.other ?? layer.side;
  const changed =
    name === 'by'
      ? { ...side, method: value }
      : name === 'on'
        ? { ...side, encoder: value }
        : name.startsWith('with.')
          ? { ...side, options: { ...side.options, [name.slice(5)]: read(value) } }
          : side;
  return layer.other ? { ...layer, other: changed } : { ...layer, side: changed };
}

function fitted(layer: Layer, { tasks, encoders }: Pick<Start, 'tasks' | 'encoders'>): Layer[] {
  const task = tasks.find(({ name }) => name === layer.task);
  if (!task) return [];
  const fit = ({ method, encoder, options }: Side): Side => {
    const known = task.methods.find(({ key }) => key === method) ?? (method === null ? task.methods[0] : undefined);
    return {
      method: known && method !== null ? known.key : null,
      encoder: encoders.some(({ name }) => name === encoder) ? encoder : null,
      options: Object.fromEntries(Object.entries(options).filter(([name]) => known?.options.some((option) => option.name === name))),
    };
  };
  const args = Object.fromEntries(Object.entries(layer.args).filter(([name]) => task.args.some((option) => option.name === name)));
  return [
    {
      ...layer,
      args,
      texts: task.words?.many ? layer.texts : layer.texts.slice(0, 1),
      side: fit(layer.side),
      other: layer.other && fit(layer.other),
    },
  ];
}
