import { meanUnit, sigmoid, type DetectCall } from '../../core/index.js';
import { dot, likeness } from './region-vectors.js';

type Call = Pick<DetectCall, 'labels' | 'attributes' | 'text' | 'pack'>;

/**
 * Attributes of objects in the form of CLIP-Attr (OvarNet, arXiv:2301.09506, section 3.2; a stand-in): likeness to "attribute label" against that to the label
 * alone, sigmoid(scale (r t_attribute - r t_label)).
 *
 * @param found places of the labels that have objects: no text is encoded for others
 * @returns for a region's vector and the place of its label one number in [0, 1] an attribute
 */
export async function attributeScores(
  call: Call,
  labels: readonly (readonly Float32Array[])[],
  found: readonly number[],
): Promise<(vector: Float32Array, label: number) => number[]> {
  const { attributes, text, pack } = call;
  const places = [...new Set(found)];
  if (attributes.length === 0 || places.length === 0) return () => [];
  const { templates } = pack;
  const said = places.flatMap((label) => attributes.map((attribute) => `${attribute} ${call.labels[label]}`));
  const vectors = await text.embed(said.flatMap((each) => templates.map((template) => template.replaceAll('{}', each))));
  const own = said.map((_, place) => meanUnit(vectors.slice(place * templates.length, (place + 1) * templates.length)));
  return (vector, label) => {
    const alone = likeness(vector, labels[label]!);
    const first = places.indexOf(label) * attributes.length;
    return attributes.map((_, place) => sigmoid(pack.logitScale * (dot(vector, own[first + place]!) - alone)));
  };
}
