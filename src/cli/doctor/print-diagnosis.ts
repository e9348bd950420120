import { megabytes } from '../output.js';
import { table } from '../table.js';
import type { Diagnosis } from './diagnose.js';

const list = (values: readonly string[], none = 'none'): string => (values.length === 0 ? none : values.join(', '));
const milliseconds = (value: number | null): string => (value === null ? '' : `${value < 10 ? value.toFixed(1) : Math.round(value)} ms`);

function cuda({ cuda: { provider, build, command, wants } }: Diagnosis['runtime']): string {
  if (!provider) {
    if (command === null) return 'this release of the runtime has no provider for this platform';
    return `provider not installed; \`${command}\` fetches ${build === null ? 'it' : `the build that this release calls ${build}`}`;
  }
  if (wants === null) return 'provider installed; what it wants cannot be read here';
  return `provider installed, which wants ${list(wants.map(({ library, found }) => `${library} (${found ? 'found' : 'MISSING'})`))}`;
}

/** A diagnosis for people, to be pasted into a report as it is. */
export function printDiagnosis({ machine, graphics, runtime, pack, setting, devices, chosen, places, hub }: Diagnosis): string {
  const memory = `${megabytes(machine.memoryBytes)}, ${megabytes(machine.freeMemoryBytes)} free`;
  const loader = graphics.vulkanLoader === null ? '' : `; libvulkan.so.1 ${graphics.vulkanLoader ? 'found' : 'not found'}`;
  const facts = [
    ['denseql', `${machine.denseql}, Node ${machine.node}, onnxruntime-node ${runtime.version}`],
    ['system', machine.system],
    ['processor', `${machine.cpu}, ${machine.cores} cores; ${setting.threads} threads a pass`],
    [
      'memory',
      machine.allowedMemoryBytes === null ? memory : `${memory}, ${megabytes(machine.allowedMemoryBytes)} allowed to this process`,
    ],
    ['graphics', list(graphics.devices, 'no card is shown to programs')],
    ['NVIDIA', graphics.nvidia === null ? 'no nvidia-smi' : list(graphics.nvidia)],
    ['Vulkan', `drivers: ${list(graphics.vulkanDrivers)}${loader}`],
    ['CUDA', cuda(runtime)],
    ['pack', `${pack.name} ${pack.revision}, ${pack.precision}, ${pack.folder}`],
    ...places.map(({ what, folder, there, writable, freeBytes }) => [
      what,
      `${folder}${there ? '' : ' (made when needed)'}${writable ? '' : ', NOT WRITABLE'}${freeBytes === null ? '' : `, ${megabytes(freeBytes)} free`}`,
    ]),
    [
      'hub',
      `${hub.endpoint} ${hub.answers === null ? 'is not asked' : hub.answers ? `answers in ${milliseconds(hub.milliseconds)}` : 'does not answer'}${hub.problem === null ? '' : `: ${hub.problem}`}`,
    ],
  ];
  const head = ['', 'DEVICE', 'PROOF', 'START', 'GOLDEN PASS', 'WHY NOT'];
  const rows = devices.map(({ device, right, startMs, goldenMs, problem }) => [
    device === chosen ? '*' : '',
    device,
    right ? 'right' : 'refused',
    milliseconds(startMs),
    milliseconds(goldenMs),
    problem ?? '',
  ]);
  const hints = devices.filter(({ hint }) => hint !== null).map(({ device, hint }) => `${device}: ${hint}`);
  const verdict =
    chosen === null
      ? `DENSEQL_DEVICE=${setting.device}: the pack runs on nothing here.`
      : `DENSEQL_DEVICE=${setting.device}: the pack runs on ${chosen}.`;
  return [
    table(facts, []),
    '',
    table([head, ...rows], []),
    '',
    verdict,
    ...(hints.length === 0 ? [] : ['', 'What is missing, and how to get it:', ...hints]),
    '',
  ].join('\n');
}
