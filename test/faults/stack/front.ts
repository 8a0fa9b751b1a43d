import { once } from 'node:events';
import { createConnection, createServer } from 'node:net';
import type { Server } from 'node:net';
import type { Replica } from './replica.js';

/** One address for all replicas of a service, in turn, as a load balancer gives it. */
export class Front {
  private turn = 0;

  private constructor(
    private readonly server: Server,
    readonly url: string,
  ) {}

  static async open(replicas: () => readonly Replica[]): Promise<Front> {
    const server = createServer();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    const front = new Front(
      server,
      `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`,
    );
    server.on('connection', (client) => {
      const up = replicas().filter((one) => one.takesCalls);
      const chosen = up[(front.turn += 1) % Math.max(1, up.length)];
      client.on('error', () => client.destroy());
      if (!chosen) {
        client.destroy();
        return;
      }
      const target = createConnection(chosen.spec.port, '127.0.0.1');
      target.on('error', () => client.destroy());
      client.on('close', () => target.destroy());
      target.on('close', () => client.destroy());
      client.pipe(target).pipe(client);
    });
    return front;
  }

  close(): void {
    this.server.close();
  }
}
