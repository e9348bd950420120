import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { projectRoot } from '../src/core/project-root.js';
import { serveCheckout } from './against/served-checkout.js';
import { ask, median } from './client.js';
import { describeMachine } from './machine.js';
import { visit, type Visit } from './page/visit.js';

// What a visitor of the playground waits for: npm run bench:page
// Each visit has a browser of its own that has never been there, and each picture is new to the server, which is warm. Not in CI: it bounds no time.
interface Sample {
  readonly id: string;
  readonly title: string;
  readonly labels: readonly string[];
}

const seconds = (milliseconds: number): string => (milliseconds / 1000).toFixed(2);

function report(visits: readonly { sample: Sample; times: Visit }[], machine: string, pack: string): string {
  const of = (key: 'page' | 'overlay' | 'all'): readonly number[] => visits.map(({ times }) => times[key]);
  const rows = visits.map(
    ({ sample, times }) =>
      `| ${sample.id} | ${sample.labels.length} | ${times.passes} | ${seconds(times.page)} | ${seconds(times.overlay)} | ${seconds(times.all)} |`,
  );
  const row = (name: string, take: (values: readonly number[]) => number): string =>
    `| ${name} | | | ${seconds(take(of('page')))} | ${seconds(take(of('overlay')))} | ${seconds(take(of('all')))} |`;
  return `# From a cold page to the first overlay

Written by \`npm run bench:page\`: seconds of one machine on one day.

- Machine: ${machine}, Node ${process.versions.node}, browser and server side by side
- Pack: ${pack}
- A visit: a browser with an empty profile opens \`/\` of a server that is ready, and a sample is clicked as soon as it can be. Such a
  visitor is ahead of the first page's own previews, which wait a moment; one who clicks while a preview's pass runs waits for that pass, too.
- "Page": from the address until samples can be clicked. "Overlay": from the click until the first mask is painted.

| sample | labels | passes | page | overlay | both |
|---|---|---|---|---|---|
${rows.join('\n')}
${row('**median**', median)}
${row('**slowest**', (values) => Math.max(...values))}
`;
}

const server = await serveCheckout(projectRoot());
try {
  const { data } = await ask(server.url, '{ samples { id title labels shows } serverInfo { pack packRevision } }', {});
  const samples = data?.['samples'] as (Sample & { shows: readonly string[] })[];
  const { pack, packRevision } = data?.['serverInfo'] as Record<string, string>;
  const visits: { sample: Sample; times: Visit }[] = [];
  for (const sample of samples) {
    const times = await visit(server.url, sample.title);
    visits.push({ sample, times });
    process.stdout.write(`${sample.id}: ${seconds(times.page)} s, ${seconds(times.overlay)} s, both ${seconds(times.all)} s\n`);
  }
  const text = report(visits, await describeMachine(), `${pack ?? ''} ${packRevision ?? ''}`);
  await writeFile(join(projectRoot(), 'docs', 'benchmarks-playground.md'), text);
  process.stdout.write(`\n${text}`);
} finally {
  await server.close();
}
