import { badInput, definePlugin, defineTask, type MethodResult, type Point, type TaskCall } from '../../src/core/index.js';

// A task of a plugin's own, out of the public entry alone: a contract, one method, SDL.

interface PaletteQuestion {
  readonly colours: number;
  readonly like: string | null;
}

interface PaletteResult extends MethodResult {
  /** Hexadecimal, left to right. */
  readonly colours: readonly string[];
}

export interface Paletter<Options = unknown> {
  palette(call: TaskCall<Options> & PaletteQuestion): Promise<PaletteResult>;
}

class PaletteAnswer {
  constructor(
    readonly colours: readonly string[],
    private readonly corner: Point,
  ) {}

  /** A field with an argument, that a client may ask in a wrong way. */
  colour({ at }: { readonly at: number }): string {
    const colour = this.colours[at];
    if (colour === undefined) throw badInput('at', `must be 0 to ${this.colours.length - 1}, not ${at}.`);
    return colour;
  }

  x(): number {
    return this.corner.x;
  }

  broken(): never {
    throw new Error('secret of a field');
  }

  never(): Promise<string> {
    return new Promise(() => undefined);
  }
}

export const Palette = defineTask({
  name: 'palette',
  question: ({ colours = 2, like = null }: { colours?: number; like?: string | null }): PaletteQuestion => {
    if (!(colours >= 1 && colours <= 16)) throw badInput('colours', `must be 1 to 16, not ${colours}.`);
    if (like === 'break the question') throw new Error('secret of a question');
    return { colours, like };
  },
  call: (method: Paletter, call) => method.palette(call),
  check: (result: PaletteResult, { colours }) => {
    if (result.colours.length !== colours) throw new Error(`${result.colours.length} colours, not ${colours}.`);
    return result;
  },
  answer: (result, { image: { box }, question }) => {
    if (question.like === 'break the answer') throw new Error('secret of an answer');
    return new PaletteAnswer(result.colours, box);
  },
});

interface StripeOptions {
  readonly fail: 'NOT' | 'THROW' | 'HANG' | 'FEW';
  readonly seed: number;
  readonly weight: number | null;
}

/** Colours in the middle of upright stripes. */
class Stripes implements Paletter<StripeOptions> {
  async palette({ look, image, text, like, colours, options, signal }: TaskCall<StripeOptions> & PaletteQuestion): Promise<PaletteResult> {
    if (options.fail === 'THROW') throw new Error('secret of a method');
    if (options.fail === 'HANG') return new Promise((_, reject) => signal.addEventListener('abort', () => reject(new Error('late'))));
    if (like !== null) await text.embed([like]);
    // The middle one of nine pixels a stripe: its neighbours' colours do not reach so far.
    const { data } = await look.pixels({ box: image.box, size: { width: 9 * colours, height: 1 } });
    const hex = Array.from({ length: colours }, (_, i) => `#${Buffer.from(data.subarray(27 * i + 12, 27 * i + 15)).toString('hex')}`);
    return {
      form: `stripes, weight ${options.weight ?? 'none'}`,
      seed: options.seed,
      colours: options.fail === 'FEW' ? hex.slice(1) : hex,
    };
  }
}

export default definePlugin({
  name: 'palette',
  version: '1.2.3',
  host: '^2.0.0',
  summary: 'Colours of a picture.',
  schema: /* GraphQL */ `
    extend interface Visual {
      "Colours from left to right."
      palette(
        "How many, 1 to 16."
        colours: Int! = 2
        "Something that is read and has no effect."
        like: String
        "The method and its options."
        by: PaletteMethod
      ): Palette
    }
    "The methods for \`palette\`."
    input PaletteMethod @oneOf {
      "Stripes of the visual."
      stripes: StripeOptions
    }
    "Options of \`stripes\`."
    input StripeOptions {
      "How it fails."
      fail: StripeFailure! = NOT
      "Handed back in meta, 0 to 9."
      seed: Int! = 3 @constraint(min: 0, max: 9)
      "Above 0, at most 1; null: none."
      weight: Float @constraint(exclusiveMin: 0, max: 1)
    }
    "Ways to fail."
    enum StripeFailure {
      "Not at all."
      NOT
      "By a throw."
      THROW
      "By no answer."
      HANG
      "By too few colours."
      FEW
    }
    "Colours of a visual."
    type Palette {
      "Of the answer."
      id: ID!
      "Left to right."
      colours: [String!]!
      "One of them."
      colour("Which, from 0." at: Int!): String
      "Where it begins."
      x: Float!
      "Always fails."
      broken: String
      "Never answers."
      never: String
      "How it came about."
      meta: Meta!
    }
  `,
  methods: [{ task: Palette, key: 'stripes', use: Stripes, default: 1 }],
});
