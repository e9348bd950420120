import type { Config } from '../config.js';
import { heard } from '../heard.js';
import type { PixelWork } from '../pixels/pixel-work.js';
import { breathe, takesTurnsOf } from '../math/breathe.js';
import { createDrawing } from '../visual/drawing.js';
import type { ReferenceSets } from '../references/reference-sets.js';
import type { AlikeLabels } from '../text/alike-labels.js';
import type { OpenVisual } from '../visual/open-visual.js';
import type { Visual } from '../visual/visual.js';
import { answerId } from './answer-id.js';
import { askedBy } from './asked-by.js';
import { askDistinct, isShared } from './ask-distinct.js';
import { askerOf, type Asker } from './asker.js';
import { extended } from './chain.js';
import { commaNotice } from './comma-notice.js';
import { contained } from './contained.js';
import { shortTexts } from './cut-notice.js';
import { checkAnswer } from './check-answer.js';
import { checkResult, type CheckedResult } from './check-result.js';
import type { AnswerOf, Answered, AnyTask, AskedOf, By } from './contract.js';
import { makeCall } from './make-call.js';
import type { Meta } from './meta.js';
import { deepFreeze } from './own.js';
import type { MethodSpan } from './method-span.js';
import { ownDeadline } from './own-deadline.js';
import { createReadQuestion, type ReadParts } from './read-question.js';
import { runMethod } from './run-method.js';
import { createTold } from './told-of-texts.js';

/** What questions are answered with; one a server. */
export interface AskParts extends ReadParts {
  readonly config: ReadParts['config'] & Pick<Config, 'MAX_PASSES' | 'MAX_PIXELS'>;
  readonly pixels: PixelWork;
  readonly open: OpenVisual;
  readonly references: ReferenceSets;
  /** By task, or method as task.method: milliseconds that the operator gives it. */
  readonly deadlines: Readonly<Record<string, number>>;
}

/** How a client's query asks. */
export interface AskedHow {
  /** Whether GraphQL has read the question already. */
  readonly coerced: boolean;
  /** Whether a field of this name was selected anywhere in the answer. */
  readonly selects: (field: string) => boolean;
}

/**
 * Answers any task about any visual: the one way, for resolvers, plugins and the command line.
 *
 * @returns what the schema's fields show, with `id` and `meta`
 * @throws BAD_INPUT, LIMIT_EXCEEDED, PLUGIN_UNAVAILABLE, PLUGIN_FAILED, PACK_INVALID, OVERLOADED, CANCELLED, DEADLINE_EXCEEDED
 */
export type AskAbout = <T extends AnyTask>(
  task: T,
  visual: Visual,
  question: AskedOf<T> & { readonly by?: By },
  how?: AskedHow,
) => Promise<AnswerOf<T> & Answered>;

/** @returns {@link AskAbout} */
export function createAsk(parts: AskParts): AskAbout {
  const { config, pixels, open, references, deadlines } = parts;
  const read = createReadQuestion(parts);

  async function ask(given: AnyTask, visual: Visual, asked: unknown, from: Asker, how?: AskedHow): Promise<object> {
    const started = performance.now();
    // A query may ask hundreds of questions at once.
    await breathe(visual.operation.lane);
    visual.operation.throwIfOver();
    const { encoder } = visual;
    const operation = from.operation ?? visual.operation.forAnswer();
    const { task, question, method, options } = read(given, asked, {
      manifest: encoder.manifest,
      asker: from.chain.at(-1),
      coerced: how?.coerced ?? false,
    });
    const { plugin, key, instance } = method;
    const own = askerOf(extended(from.chain, { task: task.name, method: key, plugin: plugin.name }), operation);
    operation.take('labelRegions', labelsIn(question));
    // What plugins ask they have written as they mean it.
    const comma = from.chain.length === 0 ? commaNotice(question) : null;
    if (comma) own.notices.add(comma, 0);
    const reach = {
      owner: plugin,
      asker: own.chain.at(-1)!,
      cost: own.cost,
      sets: own.sets,
      operation,
      limits: { maxPasses: config.MAX_PASSES, maxPixels: config.MAX_PIXELS },
      ask: (other: AnyTask, of: Visual, about: object) => askWithin(other, of, about, own),
    };
    const told = createTold({
      question,
      pack: encoder.manifest.name,
      notices: own.notices,
      isShared: (pair) => isShared(task, question, pair),
    });
    const texts = { ...told, beside: (): readonly string[] => shortTexts(question) };
    const callParts = { visual, options, reach, open, references };
    const { signal, deadline } = operation;
    const ran = { plugin: plugin.name, method: key, signal, deadline };
    if (task.before)
      await runMethod({
        ...ran,
        run: async (span) => task.before!(instance, makeCall({ ...callParts, features: null, question, texts, span })),
      });
    const pass = await visual.features();
    own.cost.add(pass);
    const ready = performance.now();
    if (how) {
      const guide = (maxSize: number): void => void heard(pixels.guide(visual.picture, visual.box, maxSize, visual.operation));
      const doing = `looked ahead for an answer of ${task.name}`;
      contained({ plugin: plugin.name, doing }, () => task.ahead?.({ question, options, selects: how.selects, guide }));
    }

    const run = async (span: MethodSpan): Promise<CheckedResult> => {
      takesTurnsOf(span.worked, operation.lane);
      await breathe(operation.lane);
      return askDistinct(task, question, async (asked, onAlike) => {
        const heard = { ...texts, onAlike: (alike: readonly AlikeLabels[]) => (told.onAlike(alike), onAlike(alike)) };
        const call = makeCall({ ...callParts, features: pass.features, question: asked, texts: heard, span });
        // From here on nothing is waited for: the result is the plugin's own, which may still write to it.
        return checkResult(await task.check(await task.call(instance, call), call), method);
      });
    };
    // What a method asks others is part of its own time.
    const { result, form, seed, notices } = await runMethod({
      ...{ ...ran, run },
      own: ownDeadline(deadlines, task.name, key),
    }).finally(() => {
      if (from.chain.length === 0) operation.addTiming('method', performance.now() - ready);
    });

    const done = performance.now();
    for (const said of notices) own.notices.add(said, 0);
    const id = answerId({ visual: visual.id, task: task.name, question, method, options, sets: own.sets });
    for (const content of own.sets) from.sets.add(content);
    const meta = deepFreeze<Meta>({
      id: `${id}/meta`,
      method: key,
      plugin: plugin.name,
      version: plugin.version,
      form,
      pack: encoder.manifest.name,
      packRevision: encoder.manifest.revision,
      device: encoder.status().device ?? 'unknown',
      encoderRuns: own.cost.encoderRuns,
      cacheHit: own.cost.cacheHit,
      timings: { id: `${id}/meta/timings`, features: ready - started, method: done - ready, total: done - started },
      seed,
      notices: own.notices.list(),
    });
    from.cost.add(meta);
    from.notices.take(meta.notices, `${task.name} by ${key}`);
    return contained({ plugin: plugin.name, doing: `made an answer of ${task.name}` }, () => {
      const about = Object.freeze({ id, question, image: deepFreeze({ ...visual.info }), meta, draw: createDrawing(visual, pixels) });
      return checkAnswer(task.answer(result, about), { id, meta }, { plugin: plugin.name, task: task.name });
    });
  }

  /** A method's question to another: whose it was is said with what is wrong in it. */
  const askWithin = (task: AnyTask, visual: Visual, question: object, from: Asker): Promise<object> =>
    ask(task, visual, question, from).catch((error: unknown) => Promise.reject(askedBy(error, nameOf(task), from.chain.at(-1)!) as Error));

  return ((task: AnyTask, visual: Visual, question: object, how?: AskedHow) => ask(task, visual, question, askerOf([]), how)) as AskAbout;
}

/** How much a question asks of one visual: as many as it has labels, tasks of plugins too. */
const labelsIn = ({ labels }: { readonly labels?: unknown }): number => (Array.isArray(labels) ? Math.max(1, labels.length) : 1);

/** Of whatever a plugin took for a task. */
const nameOf = (task: Partial<AnyTask> | null | undefined): string => (typeof task?.name === 'string' ? task.name : 'ask');
