// What a newcomer may have missed, said before an import fails over it: packages that are not installed, a Node that is too old.
// Needs no package itself, and no syntax that an old Node does not read.
import { existsSync, readFileSync } from 'node:fs';

const at = (path) => new URL(`../${path}`, import.meta.url);

function refuse(message) {
  console.error(`denseql: ${message}`);
  process.exit(1);
}

if (!existsSync(at('node_modules/semver/package.json')))
  refuse('The packages are not installed. Run `npm ci` in the checkout, then this again.');
const { engines } = JSON.parse(readFileSync(at('package.json'), 'utf8'));
const { default: semver } = await import('semver');
if (!semver.satisfies(process.versions.node, engines.node))
  refuse(
    `This is Node ${process.versions.node}; needed is ${engines.node}. Install a newer Node (https://nodejs.org), then run \`npm ci\` again.`,
  );
