import { createConnection, createServer } from 'node:net';
import type { Server, Socket } from 'node:net';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { KafkaFrames } from './kafka-frames.js';

const HOST = '127.0.0.1';

/** Whether these bytes, or these Kafka requests, of a client are the ones that are waited for. */
export type Moment = (bytes: Buffer, apis: readonly number[]) => boolean;

/** What happens at that moment: the answer is lost with its connection, or the request never arrives. */
export type Deed = 'lose-reply' | 'hold';

interface Trap {
  readonly moment: Moment;
  readonly deed: Deed;
  sprung(): void;
}

/** A way from one process to one server that can be slowed, cut, and made to lose an answer. */
export class Link {
  /** Added to every chunk, each way. */
  delayMs = 0;
  private readonly wires = new Set<Wire>();
  private traps: Trap[] = [];

  private constructor(
    private readonly server: Server,
    readonly port: number,
  ) {}

  static async open(target: number, speaks: 'postgres' | 'kafka'): Promise<Link> {
    const server = createServer();
    server.listen(0, HOST);
    await once(server, 'listening');
    const address = server.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    const link = new Link(server, port);
    server.on('connection', (client) => {
      const frames = speaks === 'kafka' ? new KafkaFrames({ host: HOST, port: target }, port) : undefined;
      const wire = new Wire(link, client, createConnection(target, HOST), frames);
      link.wires.add(wire);
      wire.ended.finally(() => link.wires.delete(wire)).catch(() => undefined);
    });
    return link;
  }

  /** Whether the relay's lock is held over this link now. */
  get holdsRelay(): boolean {
    return [...this.wires].some((wire) => wire.isRelay);
  }

  /** Resets every connection. */
  cut(): void {
    for (const wire of this.wires) wire.reset();
  }

  /**
   * The next answer to such a request is lost, and the connection with it; or the request never arrives. Resolves
   * when that has happened, or with false when the signal ends the wait.
   */
  async trap(moment: Moment, deed: Deed, signal: AbortSignal): Promise<boolean> {
    let trap: Trap | undefined;
    const sprung = await new Promise<boolean>((resolve) => {
      trap = { moment, deed, sprung: () => resolve(true) };
      this.traps.push(trap);
      signal.addEventListener('abort', () => resolve(false), { once: true });
    });
    this.traps = this.traps.filter((one) => one !== trap);
    return sprung;
  }

  /** The trap that these bytes of a client spring, if they do. */
  sprungBy(bytes: Buffer, apis: readonly number[]): Deed | undefined {
    const trap = this.traps.find(({ moment }) => moment(bytes, apis));
    trap?.sprung();
    return trap?.deed;
  }

  close(): void {
    this.server.close();
    this.cut();
  }
}

const TAKES_OVER = Buffer.from('update relay set epoch');

/** One connection through a link. */
class Wire {
  isRelay = false;
  readonly ended: Promise<unknown>;
  private losing = false;
  private holding = false;

  constructor(
    private readonly link: Link,
    private readonly client: Socket,
    private readonly target: Socket,
    private readonly frames: KafkaFrames | undefined,
  ) {
    for (const socket of [client, target]) socket.setNoDelay(true).on('error', () => this.reset());
    this.ended = Promise.allSettled([this.ask(), this.answer()]);
  }

  reset(): void {
    this.client.destroy();
    this.target.destroy();
  }

  private async ask(): Promise<void> {
    for await (const bytes of this.client as AsyncIterable<Buffer>) {
      const deed = this.link.sprungBy(bytes, this.frames?.requests(bytes) ?? []);
      if (deed === 'lose-reply') this.losing = true;
      if (deed === 'hold') this.holding = true;
      if (this.holding) continue;
      if (bytes.includes(TAKES_OVER)) this.isRelay = true;
      await this.pass(bytes, this.target);
    }
    this.target.end();
  }

  private async answer(): Promise<void> {
    for await (const bytes of this.target as AsyncIterable<Buffer>) {
      // The server has done what it was asked; nobody will hear of it.
      if (this.losing) return this.reset();
      await this.pass(this.frames?.answers(bytes) ?? bytes, this.client);
    }
    this.client.end();
  }

  private async pass(bytes: Buffer, to: Socket): Promise<void> {
    if (this.link.delayMs > 0) await sleep(this.link.delayMs);
    if (bytes.length > 0 && !to.write(bytes) && !to.destroyed)
      await Promise.race([once(to, 'drain'), once(to, 'close')]);
  }
}
