import type { Batch, Fact, Incoming, Turn } from '#messaging';
import type { Database, Tx } from '#postgres';
import { TrackingSubscriptions } from '../src/tracking.subscriptions.js';

export interface ParkedReport {
  incoming: Incoming;
  reason: string;
  subject: string | undefined;
}

const sources = {
  OrderShipped: 'orders',
  ReturnReceived: 'returns',
  ReimbursementGranted: 'reimbursements',
  ReimbursementReversed: 'reimbursements',
  PolicyPublished: 'reimbursements',
  TrackingUpdated: 'reports',
} as const;

/** Tracking's handlers on a real database, turn by turn, with the room for what waits kept in the test. */
export class TrackingTurns {
  readonly parked: ParkedReport[] = [];
  readonly facts: Fact[] = [];
  private readonly subscriptions = new TrackingSubscriptions();
  private readonly room = new Map<string, Incoming[]>();

  constructor(private readonly database: Database) {}

  /** What waits, by key. */
  get waiting(): string[] {
    return [...this.room].flatMap(([key, reports]) => reports.map(() => key));
  }

  /** Hears events one batch each time the source changes; or the batches given. */
  async hear(...events: Incoming[]): Promise<Fact[]> {
    const facts: Fact[] = [];
    let batch: Batch = [];
    for (const [at, event] of events.entries()) {
      batch.push(event);
      const next = events[at + 1];
      if (next && sourceOf(next) === sourceOf(event)) continue;
      facts.push(...(await this.batch(batch)));
      batch = [];
    }
    return facts;
  }

  async batch(batch: Batch): Promise<Fact[]> {
    const [first] = batch;
    if (!first) return [];
    const said = await this.database.transaction((tx) =>
      this.subscriptions[sourceOf(first)](batch, this.turn(tx)),
    );
    this.facts.push(...said);
    return said;
  }

  async sweep(until: number, limit = 1000): Promise<Fact[]> {
    return this.database.transaction((tx) => this.subscriptions.overdue({ until, limit }, this.turn(tx)));
  }

  private turn(tx: Tx): Turn {
    return {
      tx,
      waiting: {
        guard: () => undefined,
        add: (incoming, key) => this.room.set(key, [...(this.room.get(key) ?? []), incoming]),
        wake: async (keys) => {
          const woken = keys.flatMap((key) => this.room.get(key) ?? []);
          keys.forEach((key) => this.room.delete(key));
          return woken.sort((a, b) => a.time - b.time);
        },
      },
      park: (incoming, reason, _detail, subject) => this.parked.push({ incoming, reason, subject }),
    };
  }
}

function sourceOf({ type }: Incoming): 'orders' | 'returns' | 'reimbursements' | 'reports' {
  return sources[type as keyof typeof sources];
}
