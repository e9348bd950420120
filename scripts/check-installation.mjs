// What a newcomer may have missed, said before an import fails over it: packages that are not installed, a Node that is too old.
// Needs no package itself, and no syntax that an old Node does not read.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const at = (path) => new URL(`../${path}`, import.meta.url);

function refuse(message) {
  console.error(`denseql: ${message}`);
  process.exit(1);
}

/** As a package the server has its dependencies beside it, not in a folder of its own. */
function isInstalled(name) {
  try {
    createRequire(import.meta.url).resolve(name);
    return true;
  } catch {
    return false;
  }
}

if (!isInstalled('semver')) refuse('The packages are not installed. Run `npm ci` in the checkout, then this again.');
const { engines } = JSON.parse(readFileSync(at('package.json'), 'utf8'));
const { default: semver } = await import('semver');
if (!semver.satisfies(process.versions.node, engines.node))
  refuse(
    `This is Node ${process.versions.node}; needed is ${engines.node}. Install a newer Node (https://nodejs.org), then run \`npm ci\` again.`,
  );
