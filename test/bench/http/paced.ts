import { setTimeout as sleep } from 'node:timers/promises';
import { answersOf, open } from './load.js';

export interface Asked {
  path: string;
  headers: Readonly<Record<string, string>>;
  /** Must be in the answer. */
  about: string;
}

export interface Paced {
  url: URL;
  asked: readonly Asked[];
  perSecond: number;
  connections: number;
}

/**
 * An open loop: requests fall due at a steady pace, whatever the server does. Each counts from when it was due, so a
 * stall counts for all that should have been asked meanwhile (coordinated omission).
 * @returns milliseconds until the whole answer, of each.
 * @throws Error for the first answer that is not 200 or is about something else.
 */
export async function getAtPace({ url, asked, perSecond, connections }: Paced): Promise<number[]> {
  const sockets = await Promise.all(Array.from({ length: connections }, () => open(url)));
  const took: number[] = [];
  let next = 0;
  const began = performance.now() + 10;
  try {
    await Promise.all(
      sockets.map(async (socket) => {
        const answers = answersOf(socket);
        for (let at = next++; at < asked.length; at = next++) {
          const due = began + (at * 1000) / perSecond;
          // Timers round down: nothing is asked before it is due.
          const wait = due - performance.now();
          if (wait > 0) await sleep(Math.ceil(wait));
          const one = asked[at]!;
          socket.write(request(url, one));
          const { value } = await answers.next();
          if (value?.status !== 200 || !value.body.includes(one.about))
            throw new Error(`${one.path} answered ${value?.status}: ${value?.body}`);
          took.push(performance.now() - due);
        }
      }),
    );
  } finally {
    for (const socket of sockets) socket.destroy();
  }
  return took;
}

function request(url: URL, { path, headers }: Asked): string {
  const lines = Object.entries({ host: url.host, ...headers }).map(
    ([name, value]) => `${name}: ${value}\r\n`,
  );
  return `GET ${path} HTTP/1.1\r\n${lines.join('')}\r\n`;
}
