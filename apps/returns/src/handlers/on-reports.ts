import { Injectable } from '@nestjs/common';
import type { Batch, Fact, Turn } from '#messaging';
import { findAndGuard } from './find-orders.js';
import { quarantineParcels } from './quarantine-parcels.js';
import { readReport } from './read-report.js';
import type { ReadReport } from './read-report.js';
import { settleReports } from './settle-reports.js';

/** Reports of returns and of damage become facts, or wait, or are parked with their reason. */
@Injectable()
export class OnReports {
  async handle(batch: Batch, turn: Turn): Promise<Fact[]> {
    const { ofOrders, parcels } = readAll(batch, turn);
    const orders = await findAndGuard(
      turn,
      ofOrders.flatMap(({ claim }) => claim.order ?? []),
    );
    await quarantineParcels(parcels, turn);
    return settleReports(ofOrders, orders, turn);
  }
}

interface Sorted {
  ofOrders: ReadReport[];
  /** N-5: no order is named. */
  parcels: Extract<ReadReport, { about: 'return' }>[];
}

/** Parks what can be refused at sight; the rest is about an order, or a parcel without one. */
export function readAll(batch: Batch, turn: Turn): Sorted {
  const sorted: Sorted = { ofOrders: [], parcels: [] };
  for (const incoming of batch) {
    const report = readReport(incoming);
    if ('reason' in report) turn.park(incoming, report.reason, report.detail);
    else if (report.about === 'return' && !report.claim.order) sorted.parcels.push(report);
    else sorted.ofOrders.push(report);
  }
  return sorted;
}
