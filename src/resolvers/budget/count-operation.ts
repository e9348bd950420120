import { getArgumentValues, type FieldNode, type GraphQLObjectType, type OperationDefinitionNode } from 'graphql';
import { refuseOver, type BudgetKind, type BudgetLimits } from '../../core/budget.js';
import type { ImageSourceInput } from '../../core/images/picture.js';
import { asField, objectTypesOf, selectedFields, type Asked, type SelectedField } from './selected-fields.js';

/** What a query states, over all lists that it is asked in. Of the fields of list items at least one an item; the rest is counted when a list is there. */
type Counts = Readonly<Record<Extract<BudgetKind, 'regions' | 'labelRegions' | 'answerFields'>, number>>;

const NOTHING: Counts = { regions: 0, labelRegions: 0, answerFields: 0 };

const plus = (a: Counts, b: Counts, times = 1): Counts => ({
  regions: a.regions + times * b.regions,
  labelRegions: a.labelRegions + times * b.labelRegions,
  answerFields: a.answerFields + times * b.answerFields,
});

const most = (a: Counts, b: Counts): Counts => ({
  regions: Math.max(a.regions, b.regions),
  labelRegions: Math.max(a.labelRegions, b.labelRegions),
  answerFields: Math.max(a.answerFields, b.answerFields),
});

/** Mutations that name pictures, each of which is a part of one as well. */
const ADDING: ReadonlySet<string> = new Set(['createReferenceSet', 'addToReferenceSet']);

const lengthOf = (value: unknown): number => (Array.isArray(value) ? value.length : 1);

/** Counts what one operation states before any of it runs. A list that no argument states counts once here; what it holds is counted when it is there. */
class OperationCount {
  /** Different ones, apart by member: joining a name and megabytes of data would copy them. */
  private readonly sources = new Map<string, Set<unknown>>();
  /** Fragments that spread each other twice a level would be walked for ever: equal selections are counted once. */
  private readonly known = new Map<string, Counts>();
  private readonly numbers = new Map<FieldNode, number>();

  constructor(
    private readonly asked: Asked,
    /** Fields of Visual that are tasks. */
    private readonly tasks: ReadonlySet<string>,
  ) {}

  /** How many pictures the sources counted so far name. */
  get images(): number {
    return [...this.sources.values()].reduce((sum, values) => sum + values.size, 0);
  }

  below(parent: GraphQLObjectType, nodes: readonly FieldNode[]): Counts {
    const key = `${parent.name}:${nodes.map((node) => this.numberOf(node)).join()}`;
    const before = this.known.get(key);
    if (before) return before;
    const counts = selectedFields(parent, nodes, this.asked).reduce((sum, field) => plus(sum, this.field(field)), NOTHING);
    this.known.set(key, counts);
    return counts;
  }

  private field({ parent, field, nodes }: SelectedField): Counts {
    const { own, times } = this.stated(parent, field.name, () => getArgumentValues(field, nodes[0]!, this.asked.variables));
    const types = objectTypesOf(field.type, this.asked.schema);
    return plus(own, types.map((type) => this.below(type, nodes)).reduce(most, NOTHING), times);
  }

  /** What a field itself asks for, and how often what is below it is asked. */
  private stated(parent: GraphQLObjectType, name: string, read: () => Record<string, unknown>): { own: Counts; times: number } {
    const once = { own: NOTHING, times: 1 };
    if (this.isRoot(parent)) {
      if (name === 'image') this.source(read()['source'] as ImageSourceInput);
      if (ADDING.has(name)) {
        const items = read()['items'] as readonly { readonly source: ImageSourceInput }[];
        for (const { source } of items) this.source(source);
        return { own: { ...NOTHING, regions: items.length }, times: 1 };
      }
      if (name !== 'images') return once;
      const sources = read()['sources'] as readonly ImageSourceInput[];
      for (const source of sources) this.source(source);
      return { own: { ...NOTHING, answerFields: sources.length }, times: sources.length };
    }
    if (!parent.getInterfaces().some((type) => type.name === 'Visual')) return once;
    if (name === 'region') return { own: { ...NOTHING, regions: 1 }, times: 1 };
    if (name === 'regions') {
      const { length } = read()['boxes'] as readonly unknown[];
      return { own: { ...NOTHING, regions: length, answerFields: length }, times: length };
    }
    return this.tasks.has(name) ? { own: { ...NOTHING, labelRegions: Math.max(1, lengthOf(read()['labels'])) }, times: 1 } : once;
  }

  private isRoot(type: GraphQLObjectType): boolean {
    const { schema } = this.asked;
    return [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()].includes(type);
  }

  private source(source: ImageSourceInput): void {
    for (const [member, value] of Object.entries(source)) {
      const values = this.sources.get(member) ?? new Set();
      this.sources.set(member, values.add(value));
    }
  }

  private numberOf(node: FieldNode): number {
    const number = this.numbers.get(node) ?? this.numbers.size;
    this.numbers.set(node, number);
    return number;
  }
}

/**
 * Refuses an operation that states more than its budget, before anything of it runs: pictures, regions at any depth, labels times pictures and regions,
 * across aliases, lists and fragments.
 * @param tasks names of tasks: fields of Visual
 * @throws LIMIT_EXCEEDED
 */
export function checkStated(operation: OperationDefinitionNode, asked: Asked, tasks: ReadonlySet<string>, limits: BudgetLimits): void {
  const root = asked.schema.getRootType(operation.operation);
  if (!root) return;
  const count = new OperationCount(asked, tasks);
  const counts = count.below(root, [asField(operation)]);
  const stated = { ...counts, images: count.images };
  for (const kind of ['images', 'regions', 'labelRegions', 'answerFields'] as const)
    refuseOver(kind, stated[kind], limits[kind] ?? Infinity);
}
