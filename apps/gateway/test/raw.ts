import { connect, type Socket } from 'node:net';

/** What came back on a connection, and how it ended. */
export interface RawAnswer {
  status: number;
  text: string;
}

/** Sends bytes as they are (no client tidies them up) and reads until the connection ends, which they should ask for. */
export function sendRaw(url: string, bytes: string | Buffer, patienceMs = 10_000): Promise<RawAnswer> {
  const socket = open(url);
  socket.write(bytes);
  return answerOn(socket, patienceMs);
}

export function open(url: string): Socket {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  socket.on('error', () => undefined);
  return socket;
}

/** Reads until the connection ends. @throws Error when it does not in time */
export async function answerOn(socket: Socket, patienceMs: number): Promise<RawAnswer> {
  const chunks: Buffer[] = [];
  socket.on('data', (chunk: Buffer) => chunks.push(chunk));
  await new Promise<void>((resolve, reject) => {
    const late = setTimeout(
      () => reject(new Error(`the connection lives after ${patienceMs} ms`)),
      patienceMs,
    );
    socket.once('close', () => {
      clearTimeout(late);
      resolve();
    });
  });
  const text = Buffer.concat(chunks).toString();
  return { status: Number(/^HTTP\/1\.1 (\d{3})/.exec(text)?.[1] ?? 0), text };
}

/** A request by its lines, closed after its answer. */
export function request(
  method: string,
  path: string,
  headers: Record<string, string> = {},
  body = '',
): string {
  const all = {
    host: 'door',
    connection: 'close',
    ...(body === '' ? {} : { 'content-length': String(Buffer.byteLength(body)) }),
    ...headers,
  };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}`);
  return `${method} ${path} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n${body}`;
}
