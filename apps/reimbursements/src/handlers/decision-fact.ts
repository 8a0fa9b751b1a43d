import {
  ReimbursementDeferred,
  ReimbursementGranted,
  ReimbursementRefused,
  ReimbursementReversed,
  toIso,
} from '#contracts';
import { fact } from '#messaging';
import type { Fact } from '#messaging';
import type { Decision } from '../domain/decision.js';
import { ruleIds } from '../domain/outcome.js';
import type { ShippedUnit } from '../domain/shipped-unit.js';

/**
 * What is said of a decision; its time is the decision's own instant. Of a correction nothing: who is paid and how
 * much stays as it was, the decision is there for those who ask why.
 */
export function factsOfDecision(unit: ShippedUnit, decision: Decision): Fact[] {
  const { outcome, at, cause, amount, reimbursementId } = decision;
  const common = commonOf(unit, decision);
  const named = { decisionId: decision.id, ...common };
  switch (outcome.kind) {
    case 'granted':
      return [
        fact(
          ReimbursementGranted,
          { reimbursementId: decision.id, ...common, cause, amount: outcome.valuation.amount },
          at,
        ),
      ];
    case 'refused':
      return [fact(ReimbursementRefused, { ...named, cause, reason: outcome.reason }, at)];
    case 'deferred':
      return [
        fact(ReimbursementDeferred, { ...named, settlement: outcome.settlement, reason: outcome.reason }, at),
      ];
    case 'reversed':
      if (amount === null || reimbursementId === null)
        throw new Error(`reversal ${decision.id} names no grant`);
      return [fact(ReimbursementReversed, { ...named, reimbursementId, reason: outcome.reason, amount }, at)];
    default:
      return [];
  }
}

function commonOf(unit: ShippedUnit, { inputs, outcome, at }: Decision) {
  const { orderId, sellerId, sellerFulfillmentOrderId, packageId, line, ordinal, sellerSku } = unit;
  return {
    orderId,
    sellerId,
    sellerFulfillmentOrderId,
    packageId,
    unit: { line, ordinal },
    sellerSku,
    rules: ruleIds(outcome),
    policyVersion: inputs.policy.version,
    decidedAt: toIso(at),
  };
}
