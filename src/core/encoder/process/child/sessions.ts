import type { InferenceSession } from 'onnxruntime-node';
import { InferenceSession as Session } from './runtime.js';

/** Where a graph runs. */
export interface Place {
  /** Execution provider. */
  readonly device: string;
  /** Nodes by name that WebGPU leaves to the CPU; no other provider takes such a list. */
  readonly cpuNodes?: readonly string[];
}

// An empty list is refused.
const provider = ({ device, cpuNodes = [] }: Place): InferenceSession.ExecutionProviderConfig =>
  device === 'webgpu' && cpuNodes.length > 0 ? { name: device, forceCpuNodeNames: cpuNodes } : device;

/**
 * Loads a graph by its path: external data is then mapped, not copied.
 * Spinning threads would take the cores from picture decoding while a pass waits for its slowest part.
 */
export function openSession(
  graph: string,
  place: Place,
  threads: number,
  more: InferenceSession.SessionOptions = {},
): Promise<InferenceSession> {
  return Session.create(graph, {
    ...more,
    executionProviders: [provider(place)],
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
    graphOptimizationLevel: 'all',
    logSeverityLevel: 3,
    extra: { session: { intra_op: { allow_spinning: '0' } } },
  });
}

/** Sessions of heads and kernels, opened at their first use and kept. Always on the CPU: only the pack's own graphs are proven on a device. */
export class GraphSessions {
  private readonly open = new Map<string, Promise<InferenceSession>>();

  constructor(private readonly threads: number) {}

  get(graph: string): Promise<InferenceSession> {
    const known = this.open.get(graph);
    if (known !== undefined) return known;
    const session = openSession(graph, { device: 'cpu' }, this.threads);
    this.open.set(graph, session);
    session.catch(() => this.open.delete(graph));
    return session;
  }
}
