import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { toIso } from '#contracts';
import type { Money } from '#contracts';
import type { Outcome, RuleCheck } from '../domain/outcome.js';
import type { DecisionView } from '../store/decision-views.js';
import { amountOf, inWords } from './decision-words.js';
import { readable } from './readable.js';

/** One decision, short. */
export class DecisionSummary {
  @ApiProperty({ format: 'uuid' }) decisionId!: string;
  @ApiProperty({ format: 'uuid' }) orderId!: string;
  @ApiProperty() sellerFulfillmentOrderId!: string;
  @ApiProperty({ format: 'uuid' }) packageId!: string;
  @ApiProperty({ description: 'Line and ordinal of the unit' }) unit!: { line: number; ordinal: number };
  @ApiProperty({ enum: ['granted', 'refused', 'deferred', 'reversed', 'corrected'] })
  decision!: DecisionView['kind'];
  @ApiProperty({ enum: ['lost', 'lost-on-return', 'damaged'] }) cause!: string;
  @ApiPropertyOptional({ enum: ['held', 'waiting', 'in-review'] }) settlement?: string;
  @ApiPropertyOptional() reason?: string;
  @ApiPropertyOptional({ description: 'The grant; of a reversal or correction the one that it names (R-8)' })
  reimbursementId?: string;
  @ApiPropertyOptional({ description: 'Granted or taken back, in minor units' }) amount?: Money;
  @ApiProperty({ description: 'One readable line' }) text!: string;
  @ApiProperty({ type: [String], description: 'Ids of the rules that it rests on' }) rules!: string[];
  @ApiProperty() policyVersion!: string;
  @ApiProperty({ format: 'date-time' }) decidedAt!: string;
  @ApiProperty({ format: 'date-time' }) recordedAt!: string;
}

/** One decision with all that explains it. */
export class DecisionExplained extends DecisionSummary {
  @ApiProperty({ description: 'Every rule in the order in which it was applied, passed or not' })
  rulesInOrder!: RuleCheck[];
  @ApiPropertyOptional({ description: 'How the amount came about: basis, value, fees, cap (R-6)' })
  valuation?: unknown;
  @ApiProperty({ description: 'The facts that it rests on, and nothing else' }) facts!: unknown;
  @ApiProperty({ description: 'The terms of the policy that counted' }) policy!: unknown;
  @ApiProperty({ type: [DecisionSummary], description: 'All decisions about this unit, in order' })
  ofThisUnit!: DecisionSummary[];
}

export class DecisionsAnswer {
  @ApiProperty({ type: [DecisionSummary] }) decisions!: DecisionSummary[];
}

export function summaryOf(view: DecisionView): DecisionSummary {
  const amount = amountOf(view);
  return {
    decisionId: view.decisionId,
    orderId: view.orderId,
    sellerFulfillmentOrderId: view.sellerFulfillmentOrderId,
    packageId: view.packageId,
    unit: { line: view.line, ordinal: view.ordinal },
    decision: view.kind,
    cause: view.cause,
    ...(view.settlement === null ? {} : { settlement: view.settlement }),
    ...(view.reason === null ? {} : { reason: view.reason }),
    ...(view.reimbursementId === null ? {} : { reimbursementId: view.reimbursementId }),
    ...(amount === undefined ? {} : { amount }),
    text: inWords(view),
    rules: view.rules,
    policyVersion: view.policyVersion,
    decidedAt: toIso(view.decidedAt),
    recordedAt: toIso(view.recordedAt),
  };
}

export function explained(view: DecisionView, ofThisUnit: readonly DecisionView[]): DecisionExplained {
  const { policy, ...facts } = JSON.parse(view.inputs) as Record<string, unknown>;
  const outcome = JSON.parse(view.outcome) as Outcome;
  return {
    ...summaryOf(view),
    rulesInOrder: outcome.rules,
    ...(outcome.kind === 'granted' ? { valuation: outcome.valuation } : {}),
    facts: readable(facts),
    policy,
    ofThisUnit: ofThisUnit.map(summaryOf),
  };
}
