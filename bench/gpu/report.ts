import { BATCHES, type MeasuredDevice } from './measure-device.js';

export interface MeasuredPack {
  readonly title: string;
  /** What the pack says of itself. */
  readonly summary: string;
  readonly devices: readonly MeasuredDevice[];
}

export interface Conditions {
  readonly machine: string;
  /** `nvidia-smi`'s line of each GPU. */
  readonly gpus: readonly string[];
  readonly versions: string;
}

const shown = (value: number | null, unit = ''): string =>
  value === null ? '' : `${value < 10 ? value.toFixed(1) : Math.round(value)}${unit}`;

function row({ device, startMs, goldenMs, batchDifference, perSecond, problem }: MeasuredDevice): string {
  const cells =
    problem === null
      ? ['right', shown(startMs), shown(goldenMs), batchDifference!.toExponential(1), ...perSecond.map((value) => shown(value))]
      : [problem, '', '', '', ...BATCHES.map(() => '')];
  return `| ${[device, ...cells].join(' | ')} |`;
}

/** The page of a run. */
export function gpuReport({ machine, gpus, versions }: Conditions, packs: readonly MeasuredPack[]): string {
  const head = [
    'device',
    'golden vectors',
    'start ms',
    'golden pass ms',
    'batch of 4 against singles',
    ...BATCHES.map((count) => `pictures a second, ${count} a pass`),
  ];
  const tables = packs.map(({ title, summary, devices }) =>
    [`## ${title}`, '', summary, '', `| ${head.join(' | ')} |`, `|${head.map(() => '---').join('|')}|`, ...devices.map(row), ''].join('\n'),
  );
  return `# Benchmarks: on a GPU

Written by \`scripts/gpu-proof.sh\`. Absolute times are of one machine on one day.

- Machine: ${machine}
- GPUs: ${gpus.length === 0 ? 'none' : gpus.join('; ')}
- Versions: ${versions}
- Each device runs the pack in the process that a server would start. Golden vectors: a picture and texts, compared with what the pack promises. The golden
  pass is warm, picture and texts together. Speed is of pictures at MEDIUM, 4:3, as a median of up to ten passes after two; empty where a size was refused or the time was up.
- A batch of four different pictures is compared with each of them alone: the largest difference, by the largest number of the output.

${tables.join('\n')}`;
}
