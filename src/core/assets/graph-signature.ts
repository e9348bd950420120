import { readFile } from 'node:fs/promises';
import { PbfReader } from 'pbf';

/** A tensor as a graph declares it. */
export interface DeclaredTensor {
  readonly name: string;
  /** ONNX's number of the type: 1 is float32, 2 is uint8. */
  readonly type: number;
  /** A number, or a name, or null where the graph leaves it open; null: the graph says nothing of its shape. */
  readonly dims: readonly (number | string | null)[] | null;
}

/** What an ONNX file says of itself. */
export interface GraphSignature {
  readonly inputs: readonly DeclaredTensor[];
  readonly outputs: readonly DeclaredTensor[];
  /** Files beside it that hold its weights. */
  readonly data: readonly string[];
}

// Numbers of the fields, of onnx.proto: github.com/onnx/onnx, onnx/onnx.proto.
const MODEL = { graph: 7 } as const;
const GRAPH = { initializer: 5, input: 11, output: 12 } as const;
const TENSOR = { name: 8, externalData: 13 } as const;
const ENTRY = { key: 1, value: 2 } as const;
const VALUE = { name: 1, type: 2 } as const;
const TYPE = { tensor: 1 } as const;
const TENSOR_TYPE = { element: 1, shape: 2 } as const;
const SHAPE = { dim: 1 } as const;
const DIM = { value: 1, param: 2 } as const;

type Visit = (tag: number, reader: PbfReader) => void;

/** Reads the message that the reader stands before. Fields that a visit leaves alone are skipped. */
const inside = (reader: PbfReader, visit: Visit): void => {
  reader.readMessage((tag, _none, within) => visit(tag, within), null);
};

function readDims(shape: PbfReader): (number | string | null)[] {
  const dims: (number | string | null)[] = [];
  inside(shape, (tag, reader) => {
    if (tag !== SHAPE.dim) return;
    let dim: number | string | null = null;
    inside(reader, (kind, within) => {
      if (kind === DIM.value) dim = within.readVarint(true);
      if (kind === DIM.param) dim = within.readString() || null;
    });
    dims.push(dim);
  });
  return dims;
}

function readValue(value: PbfReader): DeclaredTensor {
  let [name, type, dims] = ['', 0, null as DeclaredTensor['dims']];
  inside(value, (tag, reader) => {
    if (tag === VALUE.name) name = reader.readString();
    if (tag !== VALUE.type) return;
    inside(reader, (kind, within) => {
      if (kind !== TYPE.tensor) return;
      inside(within, (part, tensor) => {
        if (part === TENSOR_TYPE.element) type = tensor.readVarint();
        if (part === TENSOR_TYPE.shape) dims = readDims(tensor);
      });
    });
  });
  return { name, type, dims };
}

/** @returns the weight's name, and the file that holds it where that is another one */
function readWeight(weight: PbfReader): { readonly name: string; readonly location: string | null } {
  let [name, location] = ['', null as string | null];
  inside(weight, (tag, reader) => {
    if (tag === TENSOR.name) name = reader.readString();
    if (tag !== TENSOR.externalData) return;
    const entry = { key: '', value: '' };
    inside(reader, (part, within) => {
      if (part === ENTRY.key) entry.key = within.readString();
      if (part === ENTRY.value) entry.value = within.readString();
    });
    if (entry.key === 'location') location = entry.value;
  });
  return { name, location };
}

/**
 * Reads inputs and outputs of an ONNX file without the runtime, which the server's own process does not load.
 * @throws Error where it is no ONNX file
 */
export async function graphSignature(file: string): Promise<GraphSignature> {
  const [inputs, outputs]: DeclaredTensor[][] = [[], []];
  const weights = new Set<string>();
  const data = new Set<string>();
  let found = false;
  try {
    new PbfReader(await readFile(file)).readFields((tag: number, _none: null, model: PbfReader) => {
      if (tag !== MODEL.graph) return;
      found = true;
      inside(model, (part, graph) => {
        if (part === GRAPH.input) inputs!.push(readValue(graph));
        if (part === GRAPH.output) outputs!.push(readValue(graph));
        if (part !== GRAPH.initializer) return;
        const { name, location } = readWeight(graph);
        weights.add(name);
        if (location !== null) data.add(location);
      });
    }, null);
  } catch (cause) {
    throw new Error('it cannot be read', { cause });
  }
  if (!found) throw new Error('it holds no graph');
  // Older files list weights among the inputs.
  return { inputs: inputs!.filter(({ name }) => !weights.has(name)), outputs: outputs!, data: [...data] };
}
