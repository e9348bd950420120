/** A video's frames as JPEG files, as ffmpeg writes them one behind the other: no more of them are held than are asked for. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';

/** What a JPEG file ends with; ffmpeg's have it nowhere else. */
const END = Buffer.from([0xff, 0xd9]);

/**
 * @param file anything that ffmpeg reads
 * @param perSecond how many frames of a second to take
 * @throws with ffmpeg's own words where it cannot read the file
 */
export async function* frames(file, perSecond) {
  const reading = ['-nostdin', '-v', 'error', '-i', file, '-vf', `fps=${perSecond}`];
  const ffmpeg = spawn('ffmpeg', [...reading, '-f', 'image2pipe', '-c:v', 'mjpeg', '-q:v', '3', '-'], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = once(ffmpeg, 'close');
  // Where ffmpeg is missing, this is what says so; until the end nobody listens.
  ended.catch(() => undefined);
  let said = '';
  ffmpeg.stderr.on('data', (text) => (said += text));
  try {
    let rest = Buffer.alloc(0);
    for await (const piece of ffmpeg.stdout) {
      rest = Buffer.concat([rest, piece]);
      for (let end = rest.indexOf(END); end >= 0; end = rest.indexOf(END)) {
        yield rest.subarray(0, end + END.length);
        rest = rest.subarray(end + END.length);
      }
    }
    const [code] = await ended;
    if (code !== 0) throw new Error(said.trim() || `ffmpeg ended with ${code}`);
  } finally {
    // Who stops early needs no more frames.
    ffmpeg.kill();
  }
}
