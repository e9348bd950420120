import { attributeMessage, type Attribute } from './attributes.js';
import { Message } from './protobuf.js';
import {
  type DataType,
  type Dims,
  elements,
  ELEMENT_BYTES,
  type ExternalTensor,
  externalTensor,
  inlineTensor,
  valueInfo,
} from './tensors.js';

const CONTRIB = 'com.microsoft';

/** Name of a value inside a graph; '' leaves out an optional input. */
export type Value = string;
/** Attributes of a node, by name. */
export type Attributes = Readonly<Record<string, Attribute>>;

/** What a graph and its branches share: names are unique over all of them, constants and weights stand in the outermost one. */
interface Shared {
  readonly names: Set<string>;
  readonly initializers: Map<string, Message>;
  count: number;
}

/**
 * Builder of an ONNX graph (opset 18 and com.microsoft 1, IR 9). Values are names; an operator returns the name of its output.
 *
 *     const graph = new Graph('double');
 *     const x = graph.input('x', 'float', ['B', 3]);
 *     const weight = graph.external('weight', data.add({ ... })); // or graph.floats([...], [3, 3])
 *     const y = graph.op('MatMul', [x, weight]);
 *     const z = graph.op('com.microsoft.QuickGelu', [y], { alpha: { float: 1.702 } });
 *     graph.output('z', z, 'float', ['B', 3]);
 *     await saveModel(graph, 'double.onnx');
 *
 * A branch of an If is `graph.branch()`: it sees every value made before it.
 */
export class Graph {
  private readonly nodes: Message[] = [];
  private readonly inputs: Message[] = [];
  private readonly outputs: Message[] = [];

  constructor(
    readonly name: string,
    private readonly shared: Shared = { names: new Set(), initializers: new Map(), count: 0 },
    private readonly outermost = true,
  ) {}

  private claim(name: string): string {
    if (this.shared.names.has(name)) throw new Error(`The name ${name} is taken in the graph ${this.name}.`);
    this.shared.names.add(name);
    return name;
  }

  private next(hint: string): string {
    return this.claim(`${hint}_${this.shared.count++}`);
  }

  /** An input of the graph. `dims`: numbers, or names of what may vary. */
  input(name: string, type: DataType, dims: Dims): Value {
    this.inputs.push(valueInfo(this.claim(name), type, dims));
    return name;
  }

  /** A node with several outputs. `type` is an operator, with its domain where it is not ONNX's own: `com.microsoft.Gelu`. */
  ops(type: string, inputs: readonly Value[], outputs: number, attributes: Attributes = {}): Value[] {
    const [domain, operator] = type.startsWith(`${CONTRIB}.`) ? [CONTRIB, type.slice(CONTRIB.length + 1)] : ['', type];
    const names = Array.from({ length: outputs }, () => this.next(operator));
    this.node(operator, domain, inputs, names, attributes);
    return names;
  }

  /** A node with one output. */
  op(type: string, inputs: readonly Value[], attributes: Attributes = {}): Value {
    return this.ops(type, inputs, 1, attributes)[0] as Value;
  }

  private node(operator: string, domain: string, inputs: readonly Value[], outputs: readonly Value[], attributes: Attributes): void {
    const node = new Message();
    for (const input of inputs) node.string(1, input);
    for (const output of outputs) node.string(2, output);
    node.string(3, `${outputs[0]}`).string(4, operator);
    for (const [name, value] of Object.entries(attributes)) node.message(5, attributeMessage(name, value));
    this.nodes.push(domain === '' ? node : node.string(7, domain));
  }

  /** Declares `value` as an output called `name`. */
  output(name: string, value: Value, type: DataType, dims: Dims): void {
    this.node('Identity', '', [value], [this.claim(name)], {});
    this.outputs.push(valueInfo(name, type, dims));
  }

  /** A small tensor inside the graph; `bytes` little-endian. */
  tensor(type: DataType, bytes: Uint8Array, dims: readonly number[], hint = 'constant'): Value {
    if (bytes.byteLength !== elements(dims) * ELEMENT_BYTES[type])
      throw new Error(`${hint}: ${bytes.byteLength} bytes do not fill [${dims.join(', ')}].`);
    const name = this.next(hint);
    this.shared.initializers.set(name, inlineTensor(name, type, dims, bytes));
    return name;
  }

  /** A float32 constant; without `dims` a vector, `[]` makes a scalar. */
  floats(values: ArrayLike<number>, dims: readonly number[] = [values.length], hint?: string): Value {
    return this.tensor('float', new Uint8Array(Float32Array.from(values).buffer), dims, hint);
  }

  /** An int64 constant: shapes, axes, indices. */
  ints(values: readonly number[], dims: readonly number[] = [values.length]): Value {
    return this.tensor('int64', new Uint8Array(BigInt64Array.from(values, BigInt).buffer), dims);
  }

  /** A tensor of a data file. Asking again for the same name gives the same value. */
  external(name: string, tensor: ExternalTensor): Value {
    if (!this.shared.initializers.has(name)) this.shared.initializers.set(this.claim(name), externalTensor(name, tensor));
    return name;
  }

  /** A branch for an If: a graph without inputs that sees the values of this one. */
  branch(): Graph {
    return new Graph(`${this.name}_${this.shared.count++}`, this.shared, false);
  }

  /** `condition ? then : otherwise` with one float output; only the chosen branch is computed. */
  choose(condition: Value, dims: Dims, then: (branch: Graph) => Value, otherwise: (branch: Graph) => Value): Value {
    const build = (make: (branch: Graph) => Value): Attribute => {
      const branch = this.branch();
      branch.output(`${branch.name}_result`, make(branch), 'float', dims);
      return { graph: branch };
    };
    return this.op('If', [condition], { then_branch: build(then), else_branch: build(otherwise) });
  }

  /** GraphProto. */
  message(): Message {
    const graph = new Message();
    for (const node of this.nodes) graph.message(1, node);
    graph.string(2, this.name);
    if (this.outermost) for (const initializer of this.shared.initializers.values()) graph.message(5, initializer);
    for (const input of this.inputs) graph.message(11, input);
    for (const output of this.outputs) graph.message(12, output);
    return graph;
  }
}
