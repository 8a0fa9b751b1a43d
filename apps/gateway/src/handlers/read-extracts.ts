import { Injectable } from '@nestjs/common';
import { toInstant, type Instant } from '#contracts';
import type { Principal, ServiceName } from '#runtime';
import {
  compareUnits,
  type ReturnedRow,
  type SettledRow,
  type ShippedRow,
  type TrackedRow,
  type UnitKey,
  type UnitStreams,
  type UnitView,
} from '../domain/unit-rows.js';
import { ServiceCalls } from './service-calls.js';

const PAGE = 5_000;
const INSTANTS = ['shippedAt', 'since', 'overdueAt', 'recordedAt'] as const;

interface Page<R> {
  rows: R[];
  next: string | null;
}

const asInstant = (value: unknown): Instant | null =>
  typeof value === 'string' ? toInstant(value) : typeof value === 'number' ? value : null;

/** A row as it came over HTTP, its instants as numbers. */
function readRow<R extends UnitKey>(row: R): R {
  const read = { ...row } as unknown as Record<string, unknown>;
  for (const field of INSTANTS) if (field in read) read[field] = asInstant(read[field]);
  if (read['recordedAt'] === null) delete read['recordedAt'];
  return read as unknown as R;
}

const cursorOf = ({ orderId, line, ordinal }: UnitKey): string => `${orderId},${line},${ordinal}`;

/** The services' internal extracts as sorted streams; at most two pages of each are in memory. */
@Injectable()
export class ReadExtracts {
  constructor(private readonly calls: ServiceCalls) {}

  streams(caller: Principal): UnitStreams {
    return {
      shipped: this.rows<ShippedRow>('orders', caller),
      tracked: this.rows<TrackedRow>('tracking', caller),
      returned: this.rows<ReturnedRow>('returns', caller),
      settled: this.rows<SettledRow>('reimbursements', caller),
    };
  }

  /** What the services say of one unit now. */
  async unit(caller: Principal, key: UnitKey): Promise<UnitView> {
    const [shipped, tracked, returned, settled] = await Promise.all([
      this.row<ShippedRow>('orders', caller, key),
      this.row<TrackedRow>('tracking', caller, key),
      this.row<ReturnedRow>('returns', caller, key),
      this.row<SettledRow>('reimbursements', caller, key),
    ]);
    const { orderId, line, ordinal } = key;
    return { orderId, line, ordinal, shipped, tracked, returned, settled };
  }

  private async *rows<R extends UnitKey>(service: ServiceName, caller: Principal): AsyncGenerator<R> {
    let coming: Promise<Page<R>> | undefined = this.page<R>(service, caller, undefined, PAGE);
    while (coming !== undefined) {
      const { rows, next }: Page<R> = await coming;
      // The next page is on its way while this one is merged.
      coming = next === null ? undefined : this.page<R>(service, caller, next, PAGE);
      // Its failure is thrown when its turn comes, not before.
      coming?.catch(() => undefined);
      for (const row of rows) yield readRow(row);
    }
  }

  private async row<R extends UnitKey>(
    service: ServiceName,
    caller: Principal,
    key: UnitKey,
  ): Promise<R | undefined> {
    const before = cursorOf({ ...key, ordinal: key.ordinal - 1 });
    const { rows } = await this.page<R>(service, caller, before, 1);
    const [row] = rows;
    return row !== undefined && compareUnits(row, key) === 0 ? readRow(row) : undefined;
  }

  private page<R>(
    service: ServiceName,
    caller: Principal,
    after: string | undefined,
    limit: number,
  ): Promise<Page<R>> {
    const query = new URLSearchParams({ limit: String(limit), ...(after === undefined ? {} : { after }) });
    return this.calls.get<Page<R>>(service, `/internal/accounting?${query.toString()}`, caller);
  }
}
