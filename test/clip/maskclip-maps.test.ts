import type { MaskclipHead } from '../../src/plugins/maskclip/dinoiser.js';
import { describe, expect, it } from 'vitest';
import { checkSegmentResult } from '../../src/core/index.js';
import { MaskClip } from '../../src/plugins/maskclip/maskclip.js';
import type { MaskclipOptions } from '../../src/plugins/maskclip/options.generated.js';
import { maskclipOptions } from '../fixtures/plugins/options.js';
import { stubCall } from '../fixtures/plugins/stub-call.js';
import { array, CASES, cosineMaps, expectLabels, furthest, labels, softmax, type Case } from './clip-reference.js';

const OPTIONS: Partial<MaskclipOptions> = { backgroundPolicy: 'NONE', minPresence: 0, edges: 'BILINEAR' };
const texts = array('label_embeds_ensemble');
const rows = (of: { data: ArrayLike<number>; shape: readonly number[] }): number[][] =>
  Array.from({ length: of.shape[0]! }, (_, row) =>
    Array.from({ length: of.shape[1]! }, (_, column) => of.data[row * of.shape[1]! + column]!),
  );

/** The plugin on the reference's own patches, so that no encoder stands between. */
async function segment(name: Case, form: MaskclipOptions['form']): Promise<Float32Array> {
  const [gridRows = 0, columns = 0] = array(`map_label_${name}`).shape;
  const tail = form === 'NACLIP' ? 'naclip' : 'sclip';
  const call = stubCall<MaskclipOptions, MaskclipHead>(
    {
      rows: gridRows,
      columns,
      outputs: {
        dense: [...array(`dense_maskclip_${name}_raw`).data],
        denseResidual: [...array(`dense_maskclip_official_code_${name}_raw`).data],
      },
      tail: ['IDENTITY', 'QQ_KK', 'KK_OMEGA'],
      runTail: async () => {
        const { data, shape } = array(`dense_${tail}_${name}_raw`);
        return { data: Float32Array.from(data), dims: shape };
      },
      texts: Object.fromEntries(rows(texts).map((vector, index) => [labels[index]!, vector])),
      labels,
      logitScale: 100,
      options: { ...OPTIONS, form },
    },
    maskclipOptions,
  );
  return checkSegmentResult(await new MaskClip().segment(call), labels.length).maps.data;
}

describe.each(CASES)('MaskCLIP on the reference’s patches, %s', (name) => {
  it('gives its score maps and its labels', async () => {
    const maps = await segment(name, 'VALUE');
    expect(furthest(maps, array(`map_prob_${name}`).data)).toBeLessThan(1e-4);
    expect(expectLabels(maps, array(`map_label_${name}`).data, array(`map_cos_${name}`).data)).toBeGreaterThan(20);
    expect(await segment(name, null)).toEqual(maps);
  });

  it.each<[MaskclipOptions['form'] & string, string]>([
    ['RESIDUAL', 'maskclip_official_code'],
    ['SCLIP', 'sclip'],
    ['NACLIP', 'naclip'],
  ])('gives those of %s', async (form, dense) => {
    const cosines = cosineMaps(array(`dense_${dense}_${name}_raw`).data, texts.data);
    expect(furthest(await segment(name, form), softmax(cosines))).toBeLessThan(1e-4);
    expect(furthest(cosines, array(`map_cos_${name}`).data)).toBeGreaterThan(0.02);
  });
});
