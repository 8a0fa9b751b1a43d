import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

export interface Load {
  url: URL;
  headers: Readonly<Record<string, string>>;
  /** One JSON body per request. */
  bodies: readonly string[];
  /** Connections that are kept open; each has one request under way. */
  connections: number;
}

/**
 * Posts all bodies and waits for their answers. Plain sockets: a client that thinks about each request would take
 * the CPU that is to be measured.
 * @returns seconds from the first request to the last answer.
 * @throws Error for the first answer that is not 200, with its body.
 */
export async function postAll({ url, headers, bodies, connections }: Load): Promise<number> {
  const sockets = await Promise.all(Array.from({ length: connections }, () => open(url)));
  let next = 0;
  const began = performance.now();
  try {
    await Promise.all(
      sockets.map(async (socket) => {
        const answers = answersOf(socket);
        for (let body = bodies[next++]; body !== undefined; body = bodies[next++]) {
          socket.write(request(url, headers, body));
          const { value } = await answers.next();
          if (value?.status !== 200) throw new Error(`${url.href} answered ${value?.status}: ${value?.body}`);
        }
      }),
    );
  } finally {
    for (const socket of sockets) socket.destroy();
  }
  return (performance.now() - began) / 1000;
}

/** A connection that is kept open. */
export async function open(url: URL): Promise<Socket> {
  const socket = connect({ host: url.hostname, port: Number(url.port), noDelay: true });
  await once(socket, 'connect');
  return socket;
}

function request(url: URL, headers: Readonly<Record<string, string>>, body: string): string {
  const lines = Object.entries({
    host: url.host,
    'content-type': 'application/json',
    'content-length': String(Buffer.byteLength(body)),
    ...headers,
  }).map(([name, value]) => `${name}: ${value}\r\n`);
  return `POST ${url.pathname} HTTP/1.1\r\n${lines.join('')}\r\n${body}`;
}

interface Answer {
  status: number;
  body: string;
}

/** The answers on a connection, in order. They are small, and have a length. */
export async function* answersOf(socket: Socket): AsyncGenerator<Answer, undefined> {
  let text = '';
  for await (const chunk of socket as AsyncIterable<Buffer>) {
    text += chunk.toString('latin1');
    for (let answer = readAnswer(text); answer; answer = readAnswer(text)) {
      text = text.slice(answer.length);
      yield answer;
    }
  }
  return undefined;
}

/** The first whole answer of a text, with its length in the text; undefined while some of it is missing. */
export function readAnswer(text: string): (Answer & { length: number }) | undefined {
  const end = text.indexOf('\r\n\r\n');
  if (end < 0) return undefined;
  const head = text.slice(0, end);
  const size = Number(/\r\ncontent-length: (\d+)/i.exec(head)?.[1] ?? 0);
  const length = end + 4 + size;
  if (text.length < length) return undefined;
  return { status: Number(head.slice(9, 12)), body: text.slice(end + 4, length), length };
}
