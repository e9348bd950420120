import { LOOK, VIEW, type Layer, type Look, type Side, type View } from '../model/view';
import { writeValue } from './address-value';

/*
 * The address in full: ?sample=cat&detail=HIGH&box=10,20,30,40&zoom=1, then for each layer in order
 * &ask=segmentation&text=cat&text=dog&arg.maxSize=512&by=maskclip&on=encoder&with.threshold=0.4&hide=1, and after &against the same for the other side.
 */

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
  if (look.threshold !== null) params.append('from', String(rounded(look.threshold)));
  if (look.draws !== null) params.append('draws', look.draws);
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
  for (const [name, value] of Object.entries(layer.args)) params.append(`arg.${name}`, writeValue(value));
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
  for (const [name, value] of Object.entries(options)) params.append(`with.${name}`, writeValue(value));
}
