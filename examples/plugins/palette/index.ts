import { badInput, definePlugin, defineTask, injectable, type MethodResult, type TaskCall } from 'denseql/plugin';

interface Question {
  readonly colours: number;
}

interface Colour {
  readonly hex: string;
  readonly share: number;
}

interface Result extends MethodResult {
  readonly colours: readonly Colour[];
}

/** What a method of this task must be; a method of another plugin implements it, too. */
export interface PaletteFinder<Options = unknown> {
  find(call: TaskCall<Options> & Question): Promise<Result>;
}

export const Palette = defineTask({
  name: 'palette',
  // The schema has checked types; ranges of arguments are the task's own, those of options are the schema's (@constraint).
  question: ({ colours }: Question) => {
    if (colours < 1 || colours > 16) throw badInput('colours', `must be 1 to 16, not ${colours}.`);
    return { colours };
  },
  call: (method: PaletteFinder, call) => method.find(call),
  check: (result: Result, { colours }) => {
    if (result.colours.length > colours) throw new Error(`${result.colours.length} colours, at most ${colours} were asked for.`);
    return result;
  },
  answer: ({ colours }) => ({ colours }),
});

interface Options {
  readonly steps: number;
}

const SIDE = 64;

@injectable()
class Counting implements PaletteFinder<Options> {
  async find({ look, image, colours, options }: TaskCall<Options> & Question): Promise<Result> {
    const { data } = await look.pixels({ box: image.box, size: { width: SIDE, height: SIDE } });
    const step = 256 / options.steps;
    const counts = new Map<string, number>();
    for (let pixel = 0; pixel < data.length; pixel += 3) {
      const channels = [data[pixel]!, data[pixel + 1]!, data[pixel + 2]!];
      // The middle of its step stands for the channel.
      const middle = channels.map((value) => Math.round(step * (Math.floor(value / step) + 0.5)));
      const hex = `#${Buffer.from(middle).toString('hex')}`;
      counts.set(hex, (counts.get(hex) ?? 0) + 1);
    }
    const most = [...counts].sort(([, one], [, other]) => other - one).slice(0, colours);
    return { form: `${options.steps} steps`, colours: most.map(([hex, count]) => ({ hex, share: count / (SIDE * SIDE) })) };
  }
}

export default definePlugin({
  name: 'palette',
  version: '1.0.0',
  host: '^2.0.0',
  summary: 'Main colours of a picture.',
  schema: new URL('./plugin.graphql', import.meta.url),
  methods: [{ task: Palette, key: 'palette', use: Counting, default: 1 }],
});
