import { toIso, type JourneyEntry } from '#contracts';
import type { DecisionView } from '../store/decision-views.js';
import type { KeptStatement } from '../store/statements.js';
import { inWords, amountOf } from './decision-words.js';

const TYPES: Record<DecisionView['kind'], string> = {
  granted: 'ReimbursementGranted',
  refused: 'ReimbursementRefused',
  deferred: 'ReimbursementDeferred',
  reversed: 'ReimbursementReversed',
  corrected: 'ReimbursementCorrected',
};

export function decisionEntry(view: DecisionView): JourneyEntry {
  const { decisionId, reimbursementId, cause, reason, settlement, policyVersion } = view;
  const amount = amountOf(view);
  return {
    at: toIso(view.decidedAt),
    recordedAt: toIso(view.recordedAt),
    kind: 'decision',
    type: TYPES[view.kind],
    packageId: view.packageId,
    unit: { line: view.line, ordinal: view.ordinal },
    text: inWords(view),
    rules: view.rules,
    data: {
      decisionId,
      reimbursementId,
      cause,
      reason,
      settlement,
      policyVersion,
      ...(amount && { amount }),
    },
  };
}

export function statementEntry({ packageId, madeAt, statedAt, recordedAt }: KeptStatement): JourneyEntry {
  return {
    at: toIso(madeAt),
    recordedAt: toIso(recordedAt),
    kind: 'report',
    type: 'StatementMade',
    packageId,
    text: 'the seller states that its buyer has not received the package',
    rules: ['R-1'],
    data: statedAt === null ? {} : { statedAt: toIso(statedAt) },
  };
}
