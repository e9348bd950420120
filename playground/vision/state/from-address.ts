import type { Start } from '../ask/load-start';
import { LOOK, VIEW, type Box, type Detail, type Look, type Source, type View } from '../model/view';
import { fitted } from './fitted';
import { readLayers } from './read-layers';

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
      threshold: params.has('from') ? number('from', 0) : LOOK.threshold,
      draws: params.get('draws'),
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
