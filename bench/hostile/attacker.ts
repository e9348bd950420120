import { Agent, request } from 'node:http';
import { constants, setPriority } from 'node:os';
import { ATTACKS } from './attacks.js';

// Another client: it comes from another address, and sends until it is told to stop.
const [url, name] = process.argv.slice(2) as [string, string];
const attack = ATTACKS.find((one) => one.name === name);
if (!attack) throw new Error(`${name} is no attack.`);
// An attacker has a machine of its own; here it gets what the server and the honest client leave of this one.
setPriority(constants.priority.PRIORITY_LOW);
const agent = new Agent({ keepAlive: true, localAddress: '127.0.0.2' });
const answers: Record<string, number> = {};
let on = true;

function send(body: string): Promise<string> {
  return new Promise((resolve) => {
    const headers = { 'content-type': 'application/json' };
    const sent = request(`${url}graphql`, { method: 'POST', agent, headers }, (response) => {
      let head = '';
      response.on('data', (piece: Buffer) => (head = head.length < 2000 ? head + piece.toString('latin1') : head));
      response.on('end', () => resolve(`${response.statusCode} ${/"code":"(\w+)"/.exec(head)?.[1] ?? ''}`.trim()));
    });
    sent.on('error', (error) => resolve(error.message));
    sent.end(body);
  });
}

async function loop({ body }: typeof attack & object): Promise<void> {
  while (on) {
    const answer = await send(await body());
    answers[answer] = (answers[answer] ?? 0) + 1;
  }
}

process.once('message', () => (on = false));
process.send?.('started');
await Promise.all(Array.from({ length: attack.loops }, () => loop(attack)));
agent.destroy();
process.send?.(answers);
process.disconnect();
