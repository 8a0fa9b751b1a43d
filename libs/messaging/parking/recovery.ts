import { sql, type Database, type Tx } from '#postgres';

const REQUEST = sql(
  'ops_recovery_insert',
  `insert into ops_request (action, requested_by) values ($1, $2) returning id`,
);
const CLOSE = sql(
  'ops_recovery_close',
  `update ops_request set done_at = clock_now(), outcome = $2 where id = $1`,
);
const NEW_INCARNATION = sql(
  'relay_new_incarnation',
  `update relay set incarnation = gen_random_uuid(), incarnation_since = clock_now(), system_identifier = null,
     timeline = null
   returning incarnation`,
);
const ACCEPT = sql(
  'offset_accept',
  `update consumer_offset set next = $3 where topic = $1 and "partition" = $2`,
);

/** A partition whose position lies outside what Kafka holds, and the nearest position inside. */
export interface Halted {
  topic: string;
  partition: number;
  next: bigint;
  nearest: bigint;
}

/**
 * What only a person may decide after data was lost: to speak on as a new incarnation of a restored database, and to
 * read on from what Kafka still has. Both are kept on record with who asked.
 */
export class Recovery {
  constructor(
    private readonly ops: Database,
    private readonly worker: Database,
  ) {}

  /** Hearers then take this outbox's events as those of a new source. */
  newIncarnation(by: string): Promise<string> {
    return this.onRecord('new-incarnation', by, async (tx) => {
      const [row] = await tx.query<{ incarnation: string }>(NEW_INCARNATION);
      return `the relay speaks as ${row!.incarnation} from now on`;
    });
  }

  /** Gives up what was lost: halted partitions go on at the nearest record that Kafka has. */
  acceptOffsets(by: string, halted: readonly Halted[]): Promise<string> {
    return this.onRecord('accept-offsets', by, async (tx) => {
      for (const { topic, partition, nearest } of halted) await tx.query(ACCEPT, [topic, partition, nearest]);
      const moves = halted.map(
        ({ topic, partition, next, nearest }) => `${topic}/${partition} ${next} -> ${nearest}`,
      );
      return moves.length > 0 ? `moved: ${moves.join(', ')}` : 'no partition is halted';
    });
  }

  private async onRecord(action: string, by: string, work: (tx: Tx) => Promise<string>): Promise<string> {
    const [request] = await this.ops.transaction((tx) => tx.query<{ id: number }>(REQUEST, [action, by]));
    return this.worker.transaction(async (tx) => {
      const outcome = await work(tx);
      await tx.query(CLOSE, [request!.id, outcome]);
      return outcome;
    });
  }
}
