import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { InferenceSession, Tensor } from 'onnxruntime-node';
import { openSession } from '../../src/core/encoder/process/child/sessions.js';

export type Feeds = Readonly<Record<string, Tensor>>;
export type Outputs = Readonly<Record<string, Float32Array>>;

/** Where the operators of a graph ran. */
export interface Placement {
  /** Those that gave numbers with a fraction on the CPU, which is to do shapes and ids alone. */
  readonly arithmeticOnCpu: readonly string[];
  /** Arrays brought from one device to the other within the graph. */
  readonly copies: number;
  /** How many ran on WebGPU. */
  readonly onGpu: number;
}

const numbers = (results: InferenceSession.ReturnType): Outputs =>
  Object.fromEntries(Object.entries(results).map(([name, value]) => [name, value.data as Float32Array]));

interface ProfiledEvent {
  readonly cat: string;
  readonly name: string;
  readonly args: {
    readonly provider?: string;
    readonly op_name?: string;
    readonly output_type_shape?: readonly Readonly<Record<string, readonly number[]>>[];
  };
}

function placementIn(folder: string): Placement {
  const [file] = readdirSync(folder);
  if (file === undefined) throw new Error('the runtime wrote no profile');
  const events = (JSON.parse(readFileSync(join(folder, file), 'utf8')) as readonly ProfiledEvent[]).filter(
    ({ cat, name }) => cat === 'Node' && name.endsWith('_kernel_time'),
  );
  const isOnCpu = ({ args }: ProfiledEvent): boolean => args.provider === 'CPUExecutionProvider';
  const hasFloats = ({ args }: ProfiledEvent): boolean => args.output_type_shape!.some((output) => 'float' in output);
  return {
    arithmeticOnCpu: [...new Set(events.filter((event) => isOnCpu(event) && hasFloats(event)).map(({ args }) => args.op_name!))],
    copies: events.filter(({ args }) => args.op_name!.startsWith('Memcpy')).length,
    onGpu: events.filter((event) => !isOnCpu(event)).length,
  };
}

/** One graph on the CPU and on WebGPU. */
export class BothDevices {
  private constructor(
    private readonly cpu: InferenceSession,
    private readonly gpu: InferenceSession,
    private readonly folder: string,
  ) {}

  /** @param cpuNodes nodes that WebGPU leaves to the CPU */
  static async open(graph: string, cpuNodes: readonly string[] = []): Promise<BothDevices> {
    const folder = mkdtempSync(join(tmpdir(), 'both-devices-'));
    const profile = { enableProfiling: true, profileFilePrefix: join(folder, 'profile') };
    const cpu = await openSession(graph, { device: 'cpu' }, 2);
    return new BothDevices(cpu, await openSession(graph, { device: 'webgpu', cpuNodes }, 2, profile), folder);
  }

  async onCpu(feeds: Feeds): Promise<Outputs> {
    return numbers(await this.cpu.run(feeds));
  }

  async onGpu(feeds: Feeds): Promise<Outputs> {
    return numbers(await this.gpu.run(feeds));
  }

  /** @returns where each operator of all runs on WebGPU ran @throws Error where all of them ran on the CPU */
  async close(): Promise<Placement> {
    try {
      this.gpu.endProfiling();
      const placement = placementIn(this.folder);
      if (placement.onGpu === 0) throw new Error('nothing ran on WebGPU: the CPU was compared with itself');
      return placement;
    } finally {
      await this.cpu.release();
      await this.gpu.release();
      rmSync(this.folder, { recursive: true });
    }
  }
}
