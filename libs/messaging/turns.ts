import type { Service } from '#contracts';
import type { Database, Tx } from '#postgres';
import type { Fact } from './fact.js';
import { saidBy, writeOutbox } from './relay/outbox.js';

/** Who asks, as far as it decides on the database role. */
export interface Asker {
  kind: string;
  sellerId?: string;
}

/** Requests in transactions: what a seller may see, it sees through row-level security as well as through code. */
export class Turns {
  constructor(
    private readonly service: Service,
    private readonly api: Database,
    private readonly ops: Database,
    private readonly committed: () => void,
  ) {}

  /** A command: its changes and the facts that follow from them are one transaction. */
  async command<T>(
    asker: Asker,
    work: (turn: { tx: Tx }) => Promise<{ answer: T; facts: Fact[] }>,
  ): Promise<T> {
    const said = await this.api.transaction(
      async (tx) => {
        const { answer, facts } = await work({ tx });
        writeOutbox(
          tx,
          facts.map((one) => saidBy(this.service, one)),
        );
        return { answer, anything: facts.length > 0 };
      },
      { sellerId: asker.sellerId },
    );
    if (said.anything) this.committed();
    return said.answer;
  }

  /** A read of what belongs to nobody, for the service itself: no seller's row is seen. */
  readOwn<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    return this.api.transaction(work);
  }

  /** A read: a seller's through row-level security, an operator's or a service's over all rows. */
  read<T>(asker: Asker, work: (tx: Tx) => Promise<T>): Promise<T> {
    if (asker.sellerId !== undefined) return this.api.transaction(work, { sellerId: asker.sellerId });
    if (asker.kind === 'seller' || asker.kind === 'anyone')
      throw new Error(`${asker.kind} without the id of a seller must not read`);
    return this.ops.transaction(work);
  }
}
