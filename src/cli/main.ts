import 'reflect-metadata';
import { endWhereUnwritable } from './output-failure.js';
import { run } from './run.js';

endWhereUnwritable();
process.exitCode = await run(process.argv.slice(2));
