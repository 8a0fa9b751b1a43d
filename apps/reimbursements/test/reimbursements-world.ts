import { fromHeaders, toHeaders, toIso } from '#contracts';
import type { Instant } from '#contracts';
import { Names } from '#messaging';
import type { Incoming } from '#messaging';
import { IDENTITY_HEADER, identitySigner, startService } from '#runtime';
import type { Principal, RunningService } from '#runtime';
import { eventually, identityKeys, testStack } from '#testing';
import type { TestStack } from '#testing';
import { reimbursements } from '../src/reimbursements.js';

export interface Answer {
  status: number;
  body: Record<string, unknown>;
}

/** The service on a real Kafka and a real Postgres, in a namespace whose clock the test moves. */
export class ReimbursementsWorld {
  private readonly names: Names;
  private readonly sign = identitySigner(identityKeys().private.gateway);
  private readonly said: string[] = [];
  private tick = 0;
  private stopListening: () => Promise<void> = async () => undefined;

  private constructor(
    readonly stack: TestStack,
    readonly service: RunningService,
  ) {
    this.names = new Names(stack.namespace.name);
  }

  static async start(simulated = true): Promise<ReimbursementsWorld> {
    const stack = await testStack({ simulated });
    const service = await startService(reimbursements, stack.env('reimbursements'));
    const world = new ReimbursementsWorld(stack, service);
    await world.listen();
    return world;
  }

  async stop(): Promise<void> {
    await this.stopListening();
    await this.service.stop();
    await this.stack.close();
  }

  /** Publishes facts as their owners do. */
  async publish(...facts: Incoming[]): Promise<void> {
    await this.stack.kafka().send(
      facts.map(({ contract, data, time, source, subject }) => {
        this.tick += 1;
        const envelope = {
          id: String(this.tick),
          tick: this.tick,
          type: contract.type,
          source,
          subject,
          time,
        };
        return {
          topic: this.names.onBroker(`${contract.owner}.events`),
          key: contract.key(data),
          value: JSON.stringify(data),
          headers: toHeaders(envelope),
        };
      }),
    );
  }

  /** Types of the facts that the service said, once there are at least so many. */
  facts(count: number): Promise<string[]> {
    return eventually(
      async () => [...this.said],
      (said) => said.length >= count,
      30_000,
    );
  }

  async setClock(instant: Instant): Promise<void> {
    await this.as({ kind: 'operator', id: 'operator' })('POST', '/internal/clock', {
      instant: toIso(instant),
    });
  }

  as(principal: Partial<Principal> & Pick<Principal, 'kind' | 'id'>) {
    return async (method: string, path: string, body?: unknown): Promise<Answer> => {
      const answer = await fetch(`${this.service.url}${path}`, {
        method,
        headers: {
          [IDENTITY_HEADER]: await this.sign({ scopes: [], ...principal }, 'reimbursements'),
          ...(body !== undefined && { 'content-type': 'application/json' }),
        },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      });
      return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
    };
  }

  private async listen(): Promise<void> {
    const listening = await this.stack.kafka().consume(
      {
        groupId: this.names.onBroker('test.listener'),
        topics: [this.names.onBroker('reimbursements.events')],
        concurrency: 1,
      },
      {
        onJoin: () => undefined,
        onBatch: async (batch, control) => {
          for (const { headers } of batch.records) this.said.push(fromHeaders(headers).envelope?.type ?? '?');
          control.resolve(batch.lastOffset);
        },
        onGap: () => undefined,
        onCrash: () => undefined,
      },
    );
    this.stopListening = () => listening.stop();
  }
}
