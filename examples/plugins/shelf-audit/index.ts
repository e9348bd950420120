import { badInput, Counter, definePlugin, defineTask, injectable, type Box, type MethodResult, type TaskCall } from 'denseql/plugin';

interface Question {
  readonly of: string;
  readonly shelves: number;
}

interface Shelf {
  readonly total: number;
  readonly box: Box;
}

interface Result extends MethodResult {
  readonly shelves: readonly Shelf[];
  readonly empty: readonly number[];
}

interface Auditor<Options = unknown> {
  audit(call: TaskCall<Options> & Question): Promise<Result>;
}

export const ShelfAudit = defineTask({
  name: 'shelfAudit',
  // The schema has checked types; ranges of arguments are the task's own, those of options are the schema's (@constraint).
  question: ({ of, shelves }: Question) => {
    if (shelves < 1 || shelves > 12) throw badInput('shelves', `must be 1 to 12, not ${shelves}.`);
    return { of, shelves };
  },
  call: (method: Auditor, call) => method.audit(call),
  answer: ({ shelves, empty }: Result, { draw }) => ({
    // Fields of the schema's own types take what the host has drawn.
    shelves: shelves.map(({ total, box }) => ({ total, box: draw.box(box) })),
    empty,
  }),
});

interface Options {
  readonly emptyBelow: number;
}

@injectable()
class Even implements Auditor<Options> {
  async audit({ image, region, of, shelves, options }: TaskCall<Options> & Question): Promise<Result> {
    const { x, y, width, height } = image.box;
    const boxes = Array.from({ length: shelves }, (_, shelf) => ({
      x,
      y: y + (shelf * height) / shelves,
      width,
      height: height / shelves,
    }));
    // A region shares the pass of the whole picture: no shelf costs another one.
    const counts = await Promise.all(boxes.map((box) => region(box).ask(Counter, { of })));
    const found = counts.map(({ total }, shelf) => ({ total, box: boxes[shelf]! }));
    const empty = found.flatMap(({ total }, shelf) => (total < options.emptyBelow ? [shelf] : []));
    return { form: `${shelves} even shelves`, shelves: found, empty };
  }
}

export default definePlugin({
  name: 'shelf-audit',
  version: '1.0.0',
  host: '^2.0.0',
  summary: 'Counts on shelves, and which are empty.',
  schema: new URL('./plugin.graphql', import.meta.url),
  methods: [{ task: ShelfAudit, key: 'even', use: Even, default: 1 }],
});
