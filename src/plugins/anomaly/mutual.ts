import { badInput, breather, type AnomalyCall, type AnomalyDetector, type AnomalyResult, type Features } from '../../core/index.js';
import { layerNames } from './layers.js';
import { mutualRows } from './mutual-rows.js';
import { mutualScores, rescored } from './mutual-scores.js';
import type { MutualOptions } from './options.generated.js';
import { partMap } from './part-map.js';
import { openReferences, type Reference } from './references.js';
import { scoreOf } from './score.js';

type Call = AnomalyCall<MutualOptions>;
type Seen = Pick<Reference, 'content' | 'features'>;

/** Neighbourhoods of the published code for parts of one kind. */
const NEIGHBOURS = [1, 2, 3];

/** Of a region without zoom the part is another thing than the picture. */
const nameOf = ({ features }: Seen): string => features.key;

/**
 * Among pictures that need not be good ones: what a patch has its like of in many others is normal (MuSc, arXiv:2401.16753).
 */
export class Mutual implements AnomalyDetector<MutualOptions> {
  /** @throws BAD_INPUT for squares */
  before({ options }: Call): void {
    const even = options.squares.find((side) => side % 2 === 0);
    if (even !== undefined) throw badInput('by.mutual.squares', `sides must be odd, not ${even}: a patch is in the middle of its square.`);
    const twice = options.squares.find((side, place) => options.squares.indexOf(side) < place);
    if (twice !== undefined) throw badInput('by.mutual.squares', `each side once, not ${twice} twice: it would count double.`);
  }

  /** @throws BAD_INPUT; LIMIT_EXCEEDED for pictures or passes */
  async findAnomalies(call: Call): Promise<AnomalyResult> {
    const { features, image, options } = call;
    const { list, notices } = await openReferences(call, options.among, 'by.mutual.among');
    const all: Seen[] = [{ content: image.content, features }, ...list];
    const map = partMap(call, await this.mapOf(call, all, 0));
    const own = scoreOf(map.data, options.score);
    const score = options.rescore ? await this.rescored(call, all, own) : own;
    const names = layerNames(features.outputs, options.layers);
    return {
      // The picture may be in the list of its batch: nothing to tell.
      notices: notices.filter(({ code }) => code !== 'PICTURE_AMONG_REFERENCES'),
      form: `mutual scoring (${names.join(', ')}; squares of ${options.squares.join(', ')})`,
      score,
      threshold: null,
      percentile: null,
      map,
      mapThreshold: options.mapThreshold,
      uncertainty: null,
    };
  }

  /** One picture's map beside all others: made once an operation, whoever asks. */
  private mapOf(call: Call, all: readonly Seen[], own: number): Promise<Float32Array> {
    const { layers, squares } = call.options;
    const others = all.filter((_, place) => place !== own);
    const key = JSON.stringify(['mutual', nameOf(all[own]!), others.map(nameOf).sort(), layers, squares]);
    return call.once(key, () => this.makeMap(call, all[own]!.features, others));
  }

  private async makeMap(call: Call, features: Features, others: readonly Seen[]): Promise<Float32Array> {
    const { options, compute, signal } = call;
    const breathe = breather(signal);
    const names = layerNames(features.outputs, options.layers);
    const sum = new Float32Array(features.rows * features.columns);
    for (const name of names)
      for (const side of options.squares) {
        const query = mutualRows(features.output(name), features.columns, side);
        const distances: Float32Array[] = [];
        for (const other of others) {
          const memory = mutualRows(other.features.output(name), other.features.columns, side);
          const { cosine } = await compute.nearest({ query, memory });
          // Of unit vectors: the length of their difference.
          distances.push(cosine.map((value) => Math.sqrt(Math.max(0, 2 - 2 * value))));
          await breathe();
        }
        mutualScores(distances).forEach((value, patch) => (sum[patch]! += value / (names.length * options.squares.length)));
      }
    return sum;
  }

  /** @param own score of the first, which alone may be a part */
  private async rescored(call: Call, all: readonly Seen[], own: number): Promise<number> {
    const scores = [own];
    for (let place = 1; place < all.length; place += 1) scores.push(scoreOf(await this.mapOf(call, all, place), call.options.score));
    const vectors = all.map(({ features }) => features.output('global').data);
    const likeness = Float32Array.from({ length: all.length ** 2 }, (_, at) => {
      const [a, b] = [vectors[Math.floor(at / all.length)]!, vectors[at % all.length]!];
      return a.reduce((sum, value, d) => sum + value * b[d]!, 0);
    });
    return rescored(scores, likeness, NEIGHBOURS)[0]!;
  }
}
