import type { GatewayClient } from '../../door/gateway-client.js';

interface ParkedRow {
  readonly service: string;
  readonly id: number;
  readonly reason: string;
  readonly detail: string;
}

/** O-4: what a warehouse says of a shipment that was cancelled while it picked: that may happen. */
const EXPECTED = ['shipment-closed'];

/**
 * What the services put aside since this was made: a report of the world that was not taken. Looks at the first page of
 * each service, so of a namespace in which much was put aside before it sees less.
 */
export class PutAside {
  private constructor(
    private readonly operator: GatewayClient,
    private readonly before: ReadonlySet<string>,
  ) {}

  static async since(operator: GatewayClient): Promise<PutAside> {
    const rows = await parked(operator);
    return new PutAside(operator, new Set(rows.map(keyOf)));
  }

  async faults(): Promise<string[]> {
    const rows = (await parked(this.operator)).filter(
      (row) => !this.before.has(keyOf(row)) && !EXPECTED.includes(row.reason),
    );
    return rows.map(({ service, reason, detail }) => `${service} put a report aside: ${reason}, ${detail}`);
  }
}

const keyOf = ({ service, id }: ParkedRow): string => `${service} ${id}`;

async function parked(operator: GatewayClient): Promise<ParkedRow[]> {
  return (await operator.get<{ parked: ParkedRow[] }>('/parked')).parked;
}
