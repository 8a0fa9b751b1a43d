import { ReturnReceived, toIso, UnitDamaged, uuidv5 } from '#contracts';
import { fact } from '#messaging';
import type { Fact, Incoming } from '#messaging';
import type { DamageClaim, ReturnClaim } from '../domain/claims.js';
import type { ReturnedOrder } from '../domain/order.js';
import { isSame } from '../domain/order.js';
import { parcelId } from '../domain/quarantined-parcel.js';
import { receiveReturn } from '../domain/receive-return.js';
import type { ReturnNews } from '../domain/receive-return.js';
import { recordDamage } from '../domain/record-damage.js';
import type { DamageNews } from '../domain/record-damage.js';
import { lastStep } from '../domain/unit.js';
import type { Fault } from '../domain/verdict.js';
import type { DamageRow, PlacedUnit, ReportRow, StepRow } from '../store/accepted-reports.js';
import type { ReadReport } from './read-report.js';

/** What a batch of reports comes to: rows to save, facts to say, reports to put aside. */
export interface Folded {
  reports: ReportRow[];
  steps: StepRow[];
  damages: DamageRow[];
  placed: PlacedUnit[];
  facts: Fact[];
  early: ReadReport[];
  impossible: { incoming: Incoming; orderId: string; faults: readonly Fault[] }[];
}

/** Decides reports one after the other, each on what the ones before it left. No I/O. */
export function foldReports(
  located: readonly { report: ReadReport; orderId: string }[],
  orders: ReadonlyMap<string, ReturnedOrder>,
): Folded {
  const now = new Map(orders);
  const folded: Folded = {
    reports: [],
    steps: [],
    damages: [],
    placed: [],
    facts: [],
    early: [],
    impossible: [],
  };
  const moved = new Set<string>();
  for (const { report, orderId } of located) {
    const order = now.get(orderId);
    if (!order) throw new Error(`order ${orderId} was found but not read`);
    const verdict =
      report.about === 'return' ? receiveReturn(order, report.claim) : recordDamage(order, report.claim);
    if (verdict.is === 'early') folded.early.push(report);
    if (verdict.is === 'impossible')
      folded.impossible.push({ incoming: report.incoming, orderId, faults: verdict.faults });
    if (verdict.is !== 'accepted') continue;
    now.set(orderId, verdict.news.order);
    if (report.about === 'return') {
      const news = verdict.news as ReturnNews;
      tellReturn(folded, report.incoming, report.claim, news);
      for (const { line, ordinal } of news.moved) moved.add(`${orderId} ${line} ${ordinal}`);
    } else {
      tellDamage(folded, report.incoming, report.claim, verdict.news as DamageNews);
    }
  }
  folded.placed = [...now.values()].flatMap((order) =>
    order.units
      .filter((unit) => moved.has(`${order.orderId} ${unit.line} ${unit.ordinal}`))
      .map((unit) => ({ order, unit })),
  );
  return folded;
}

function tellReturn(folded: Folded, incoming: Incoming, claim: ReturnClaim, news: ReturnNews): void {
  const { order, returns, moved } = news;
  for (const { reportId, content, looks } of returns) {
    folded.reports.push({
      reportId,
      order,
      type: 'ReturnReceived',
      content,
      claim: incoming.data,
      parcelId: parcelId(claim),
      ...reportedBy(claim),
    });
    for (const { line, ordinal, step } of looks) {
      const isMoved = moved.some((unit) => isSame(unit, { line, ordinal }));
      folded.steps.push({ order, line, ordinal, step, moved: isMoved });
    }
  }
  // A look at an earlier step of a unit that is already further changes nothing that others need to know.
  if (moved.length === 0) return;
  const { orderId, sellerId, sellerFulfillmentOrderId } = order;
  const { receiptId, fulfillmentCenterId, kind, trackingNumber, rmaId, occurredAt, recordedAt } = claim;
  const units = moved.map((unit) => {
    const step = lastStep(unit);
    if (!step) throw new Error(`unit ${unit.line}/${unit.ordinal} of order ${orderId} moved to no place`);
    const { line, ordinal, packageId } = unit;
    return { line, ordinal, packageId, condition: step.condition, place: step.place };
  });
  const data: ReturnReceived = {
    orderId,
    sellerId,
    sellerFulfillmentOrderId,
    receiptId,
    fulfillmentCenterId,
    kind,
    receivedAt: toIso(occurredAt),
    ...(trackingNumber === undefined ? {} : { trackingNumber }),
    ...(rmaId === undefined ? {} : { rmaId }),
    units,
  };
  folded.facts.push(fact(ReturnReceived, data, recordedAt));
}

// Never to be changed: damages ever told are named by it.
const DAMAGE = '5b3c2c58-0d0e-4c0f-8a53-9b6f5d1c7e23';

function tellDamage(folded: Folded, incoming: Incoming, claim: DamageClaim, news: DamageNews): void {
  const { order, reportId, content, fresh } = news;
  const { foundAt, cause, faultParty, occurredAt, recordedAt } = claim;
  folded.reports.push({
    reportId,
    order,
    type: 'UnitDamaged',
    content,
    claim: incoming.data,
    ...reportedBy(claim),
  });
  for (const { line, ordinal } of fresh) {
    folded.damages.push({ order, line, ordinal, foundAt, cause, faultParty, reportId });
  }
  if (fresh.length === 0) return;
  const { orderId, sellerId, sellerFulfillmentOrderId } = order;
  const units = fresh.map(({ line, ordinal, packageId }) => ({ line, ordinal, packageId }));
  const damageId = uuidv5(DAMAGE, [
    orderId,
    foundAt,
    cause,
    units.map(({ line, ordinal }) => [line, ordinal]),
  ]);
  const data: UnitDamaged = {
    orderId,
    sellerId,
    sellerFulfillmentOrderId,
    damageId,
    foundAt,
    cause,
    faultParty,
    occurredAt: toIso(occurredAt),
    units,
  };
  folded.facts.push(fact(UnitDamaged, data, recordedAt));
}

function reportedBy({ reporter, occurredAt, recordedAt }: ReturnClaim | DamageClaim) {
  return { occurredAt, recordedAt, publisherId: reporter.publisherId, publisher: reporter.name };
}
