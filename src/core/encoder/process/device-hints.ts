import { existsSync } from 'node:fs';
import { cudaOffer } from './cuda-provider.js';

/** Where Linux shows graphics cards to programs: others' and NVIDIA's drivers, and Windows to the Linux within it. */
const CARDS = ['/dev/dri', '/dev/nvidiactl', '/dev/dxg'];

/** NVIDIA's library of a name and a major version, as what it belongs to: `libcublasLt.so.13` is CUDA 13's. */
function ofNvidia(library: string): string | null {
  const [, name = '', major = ''] = /^lib(\w+)\.so\.(\d+)/.exec(library) ?? [];
  if (name.startsWith('cudnn')) return `cuDNN ${major}`;
  // These two count their versions by themselves.
  if (name === 'cufft' || name === 'curand') return 'the CUDA of your provider';
  return /^(cublas|cublasLt|cudart|nvrtc)$/.test(name) ? `CUDA ${major}` : null;
}

type Hint = readonly [when: RegExp, what: (found: RegExpExecArray, machine: Machine) => string];

/** What the way out depends on. */
export interface Machine {
  readonly platform: NodeJS.Platform;
  /** Whether a graphics card is shown to programs. */
  readonly card: boolean;
  /** The command that brings the runtime's library for CUDA; null where there is none. */
  readonly getCuda: string | null;
}

const thisMachine = (): Machine => ({
  platform: process.platform,
  card: process.platform !== 'linux' || CARDS.some((device) => existsSync(device)),
  getCuda: cudaOffer()?.command ?? null,
});

const NO_CARD = `This machine shows no graphics card (none of ${CARDS.join(', ')})`;

const HINTS: Readonly<Record<string, readonly Hint[]>> = {
  cuda: [
    [
      /libonnxruntime_providers_\w+\.so|not in this build/,
      (_, { card, getCuda }) => {
        if (getCuda === null) return 'This release of the runtime has it for Linux x64 with an NVIDIA GPU only.';
        const get = `run \`${getCuda}\`, then \`denseql doctor\`, which reads from it which CUDA it wants.`;
        return card ? `With an NVIDIA GPU, ${get}` : `${NO_CARD}. Where there is one of NVIDIA's, ${get}`;
      },
    ],
    [
      /\b(lib\w+\.so\.\d+)/,
      ([, library = '']) =>
        `Install ${ofNvidia(library) ?? library}, or name its folder in LD_LIBRARY_PATH. \`denseql doctor\` lists all that is missing.`,
    ],
    [/no NVIDIA GPU/, () => 'Install or update the driver of the GPU; `nvidia-smi` must list it.'],
  ],
  webgpu: [
    [
      /no graphics adapter/,
      (_, { platform, card }) => {
        if (platform !== 'linux') return "It needs the graphics card's own driver (Metal on macOS, D3D12 on Windows).";
        if (!card) return `${NO_CARD}, so there is nothing to install.`;
        return (
          "It needs a Vulkan driver: NVIDIA's own brings one; for other cards, on Debian or Ubuntu run `apt-get install libvulkan1 mesa-vulkan-drivers`. " +
          'The user that runs the server must be able to open /dev/dri/renderD*.'
        );
      },
    ],
    [
      /no answer within|took longer|slower than the CPU/,
      (_, { platform, card }) => (platform === 'linux' && !card ? `${NO_CARD}, so that its Vulkan driver computes in software.` : ''),
    ],
    [/no half precision/, () => 'Take a pack that was compiled without --compute fp16.'],
    [
      /wrong numbers/,
      () =>
        'Either its driver computes wrongly, which another version of it may mend, or the pack is broken: DENSEQL_DEVICE=cpu tells which.',
    ],
  ],
  coreml: [[/not in this build/, () => 'It exists on macOS only.']],
  dml: [[/not in this build/, () => 'It exists on Windows only.']],
  cpu: [[/not in this build/, () => 'Reinstall the runtime with `npm ci`.']],
};

/** The way out of a fault of a device, a sentence or two; empty where none is known. @param why the device's note */
export function deviceHint(device: string, why: string, machine: Machine = thisMachine()): string {
  for (const [when, what] of HINTS[device] ?? []) {
    const found = when.exec(why);
    if (found !== null) return what(found, machine);
  }
  return '';
}
