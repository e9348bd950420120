import type { Config } from '../../core/config.js';
import { deviceHint } from '../../core/encoder/process/device-hints.js';
import { TRIAL_MS } from '../../core/encoder/process/ascent.js';
import { rungs } from '../../core/encoder/process/device-ladder.js';
import { tryDevice, type TriedDevice } from '../../core/encoder/process/try-device.js';
import { readHubEnvironment } from '../../core/packs/hub/environment.js';
import { loadPack } from '../../core/packs/load-pack.js';
import { packsFolder } from '../../core/packs/packs-folder.js';
import { shownPrecision } from '../../core/packs/shown-precision.js';
import { verifyPack } from '../../core/packs/verify-pack.js';
import { graphicsReport, machineReport, type GraphicsReport, type MachineReport } from './machine.js';
import { hubReport, placeReport, type HubReport, type PlaceReport } from './places.js';
import { runtimeReport, type RuntimeReport } from './runtime.js';

/** Seconds that one device may take; a server under `auto` gives all of them less. */
const LIMIT_MS = 60_000;

export interface Diagnosis {
  readonly machine: MachineReport;
  readonly graphics: GraphicsReport;
  readonly runtime: RuntimeReport;
  readonly pack: { readonly name: string; readonly revision: string; readonly precision: string; readonly folder: string };
  readonly setting: { readonly device: Config['DEVICE']; readonly threads: number };
  /** Every rung of the ladder, each in a process of its own. */
  readonly devices: readonly TriedDevice[];
  /** What a server with these settings would run on, by these trials; null: on nothing. */
  readonly chosen: string | null;
  readonly places: readonly PlaceReport[];
  readonly hub: HubReport;
}

/** The fastest that is right, where all may be taken; a device that was named is taken however slow. */
export function chosenDevice(setting: Config['DEVICE'], devices: readonly TriedDevice[]): string | null {
  const right = devices.filter((tried) => tried.right);
  if (setting !== 'auto') return right.find(({ device }) => device === setting)?.device ?? null;
  const cpu = right.find(({ device }) => device === 'cpu');
  const first = right.find(({ startMs, goldenMs }) => startMs! < TRIAL_MS && (cpu === undefined || goldenMs! < cpu.goldenMs!));
  return (first ?? cpu)?.device ?? null;
}

/** A missing library of CUDA that the provider itself names goes into the note of cuda. */
function withLibraries(tried: TriedDevice, { cuda }: RuntimeReport): TriedDevice {
  const missing = cuda.wants?.filter(({ found }) => !found).map(({ library }) => library) ?? [];
  if (tried.device !== 'cuda' || tried.right || missing.length === 0) return tried;
  const problem = `its libraries are not installed (missing: ${missing.join(', ')})`;
  return { ...tried, problem, hint: [...new Set(missing.map((library) => deviceHint('cuda', library)))].join(' ') };
}

/** @throws PACK_INVALID when the pack's files are not right; BAD_INPUT for one that is not there */
export async function diagnose(config: Config, say: (line: string) => void): Promise<Diagnosis> {
  const pack = await loadPack(config.PACK, config.MODELS_DIR);
  say(`verifying ${pack.manifest.name} ${pack.manifest.revision}`);
  await verifyPack(pack.folder, pack.manifest);
  const runtime = await runtimeReport();
  const names = new Set([...rungs('auto'), ...rungs(config.DEVICE)]);
  const devices: TriedDevice[] = [];
  for (const device of names) {
    say(`trying ${device}`);
    devices.push(withLibraries(await tryDevice(pack, device, config.THREADS, LIMIT_MS), runtime));
  }
  const hub = await readHubEnvironment();
  return {
    machine: machineReport(),
    graphics: await graphicsReport(),
    runtime,
    pack: { name: pack.manifest.name, revision: pack.manifest.revision, precision: shownPrecision(pack.manifest), folder: pack.folder },
    setting: { device: config.DEVICE, threads: config.THREADS },
    devices,
    chosen: chosenDevice(config.DEVICE, devices),
    places: [await placeReport('packs', packsFolder(config.MODELS_DIR)), await placeReport("the hub's cache", hub.cache)],
    hub: await hubReport(hub),
  };
}
