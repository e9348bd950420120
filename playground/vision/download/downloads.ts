import type { Answered, Playground } from '../state/store';
import { cocoOf } from './coco';
import { saveCutOuts } from './cut-outs';
import { saveLabelMap } from './label-map';
import { saveOverlay } from './overlay';
import { fileName, saveJson } from './save';

interface DownloadKind {
  readonly label: string;
  readonly kind: string;
  readonly fits: (answered: Answered) => boolean;
  readonly save: (playground: Playground) => Promise<void>;
}

const findings = ({ parts }: Answered) => parts.flatMap(({ reading }) => reading.findings);
const hasMasks = (answered: Answered): boolean => findings(answered).some(({ mask }) => mask !== null && mask.area > 0);

const saveCoco = async ({ answered, shown }: Playground): Promise<void> => {
  if (answered && shown) saveJson(`${fileName(shown.title)}-coco.json`, cocoOf(answered, shown));
};

const saveAnswer = async ({ answered, shown }: Playground): Promise<void> => {
  if (answered && shown) saveJson(`${fileName(shown.title)}-answer.json`, answered.data);
};

export const DOWNLOADS: readonly DownloadKind[] = [
  { label: 'Overlay', kind: 'PNG', fits: () => true, save: saveOverlay },
  { label: 'Cut-outs, transparent', kind: 'PNGs', fits: hasMasks, save: saveCutOuts },
  { label: 'Label map', kind: 'PNG', fits: hasMasks, save: saveLabelMap },
  { label: 'Masks and boxes', kind: 'COCO JSON', fits: (answered) => findings(answered).some(({ box }) => box !== null), save: saveCoco },
  { label: 'The answer', kind: 'JSON', fits: () => true, save: saveAnswer },
];
