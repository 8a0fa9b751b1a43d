import { OrderRegisteredReport, OrderShippedReport, ShipmentUpdatedReport, toInstant } from '#contracts';
import type { PublisherRole } from '#contracts';
import { is } from '#messaging';
import type { Batch, Incoming, Turn } from '#messaging';
import { registrationFaults } from '../domain/accept-order.js';
import { claimedInFuture, mayReport } from '../domain/may-report.js';
import type { SpokenOf } from '../domain/may-report.js';
import { policyInForce } from '../domain/policy-in-force.js';
import type { PublishedPolicy } from '../domain/policy-in-force.js';
import { trimmed } from '../domain/same-content.js';
import { shipmentFaults } from '../domain/shipment-content.js';

/** A report that its publisher may make and that is not wrong in itself, trimmed. */
export interface Judged<T> {
  incoming: Incoming;
  report: T;
}

export interface JudgedReports {
  registrations: Judged<OrderRegisteredReport>[];
  /** Of shipments, asked for or left. */
  shipments: Judged<OrderShippedReport | ShipmentUpdatedReport>[];
}

/** Puts aside what can be refused without knowing any order, and sorts the rest by kind, each in batch order. */
export function judgeReports(batch: Batch, policies: readonly PublishedPolicy[], turn: Turn): JudgedReports {
  const judged: JudgedReports = { registrations: [], shipments: [] };
  for (const incoming of batch) {
    const refusal = judge(incoming, judged, policies);
    if (refusal) turn.park(incoming, refusal.reason, refusal.detail);
  }
  return judged;
}

interface Refusal {
  reason: string;
  detail: string;
}

function judge(
  incoming: Incoming,
  { registrations, shipments }: JudgedReports,
  policies: readonly PublishedPolicy[],
): Refusal | undefined {
  if (is(OrderRegisteredReport, incoming)) {
    const report = trimmed(incoming.data);
    const { sellerId, registeredAt } = report;
    const refusal =
      outsideScope(incoming, 'order-source', { sellerId }) ??
      ahead(incoming, registeredAt, policies) ??
      faulty('invalid-order', registrationFaults(report));
    if (!refusal) registrations.push({ incoming, report });
    return refusal;
  }
  if (is(OrderShippedReport, incoming)) {
    const report = trimmed(incoming.data);
    const { order, fulfillmentCenterId, occurredAt } = report;
    const refusal =
      outsideScope(incoming, 'warehouse', { sellerId: order.sellerId, fulfillmentCenterId }) ??
      ahead(incoming, occurredAt, policies) ??
      faulty('invalid-shipment', shipmentFaults(report));
    if (!refusal) shipments.push({ incoming, report });
    return refusal;
  }
  if (is(ShipmentUpdatedReport, incoming)) {
    const report = trimmed(incoming.data);
    const { order, fulfillmentCenterId, occurredAt } = report;
    const refusal =
      outsideScope(incoming, 'warehouse', { sellerId: order.sellerId, fulfillmentCenterId }) ??
      ahead(incoming, occurredAt, policies);
    if (!refusal) shipments.push({ incoming, report });
    return refusal;
  }
  return undefined;
}

function outsideScope({ publisher }: Incoming, role: PublisherRole, spokenOf: SpokenOf): Refusal | undefined {
  if (mayReport(publisher, role, spokenOf)) return undefined;
  const who = publisher ? `${publisher.name} (${publisher.role})` : 'an unknown publisher';
  return { reason: 'not-yours', detail: `${who} may not report this for that seller or fulfilment centre` };
}

function ahead(
  { time }: Incoming,
  claimed: string | undefined,
  policies: readonly PublishedPolicy[],
): Refusal | undefined {
  if (
    claimed === undefined ||
    !claimedInFuture(toInstant(claimed), time, policyInForce(policies, '*', time))
  ) {
    return undefined;
  }
  return { reason: 'claimed-in-future', detail: `claims ${claimed}, which lies ahead of the report itself` };
}

function faulty(reason: string, faults: string[]): Refusal | undefined {
  return faults.length > 0 ? { reason, detail: faults.join('; ') } : undefined;
}
