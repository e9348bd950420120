import type { Command, Option } from 'commander';
import { EXIT, printJson, progress } from '../output.js';
import { configWith } from '../session.js';
import { diagnose } from './diagnose.js';
import { printDiagnosis } from './print-diagnosis.js';

/** Adds `doctor`. */
export function addDoctorCommand(program: Command, pack: () => Option, json: () => Option): void {
  program
    .command('doctor')
    .description(
      'what this machine runs a pack on, how fast, and what is missing for more; the first thing that a report of a problem should hold',
    )
    .addOption(pack())
    .addOption(json())
    .action(async (options: { pack?: string; json: boolean }) => {
      const diagnosis = await diagnose(configWith({ PACK: options.pack }), progress(options.json));
      if (options.json) printJson(diagnosis);
      else process.stdout.write(printDiagnosis(diagnosis));
      if (diagnosis.chosen === null) process.exitCode = EXIT.FAILED;
    });
}
