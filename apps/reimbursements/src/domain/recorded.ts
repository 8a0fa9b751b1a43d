import type { Instant, Money, OpenSettlement, ReimbursementCause } from '#contracts';
import type { Decision, Question } from './decision.js';
import { reasonOf } from './outcome.js';
import type { Outcome } from './outcome.js';

/** What of a recorded decision counts for the next ones; the rest is for those who ask why. */
export interface Recorded {
  id: string;
  question: Question;
  kind: Outcome['kind'];
  reason: string | null;
  settlement: OpenSettlement | null;
  cause: ReimbursementCause;
  at: Instant;
  reimbursementId: string | null;
  amount: Money | null;
}

export function recorded({ id, question, cause, at, outcome, reimbursementId, amount }: Decision): Recorded {
  const settlement = outcome.kind === 'deferred' ? outcome.settlement : null;
  return {
    id,
    question,
    kind: outcome.kind,
    reason: reasonOf(outcome),
    settlement,
    cause,
    at,
    reimbursementId,
    amount,
  };
}

/** The claims that were granted at some time. */
export function paidQuestions(decisions: readonly Pick<Recorded, 'kind' | 'question'>[]): Set<Question> {
  return new Set(decisions.filter(({ kind }) => kind === 'granted').map(({ question }) => question));
}

/** The grant that no reversal names, if there is one. R-7 says that there are never two. */
export function grantInForce<D extends Pick<Recorded, 'id' | 'kind' | 'reimbursementId'>>(
  decisions: readonly D[],
): D | undefined {
  const reversed = new Set(decisions.filter(({ kind }) => kind === 'reversed').map((d) => d.reimbursementId));
  return decisions.find(({ kind, id }) => kind === 'granted' && !reversed.has(id));
}

/** The last answer to each claim, in the order in which the claims were first answered. */
export function latestAnswers<D extends Pick<Recorded, 'kind' | 'question'>>(
  decisions: readonly D[],
): Map<Question, D> {
  const latest = new Map<Question, D>();
  for (const decision of decisions) {
    if (decision.kind !== 'reversed' && decision.kind !== 'corrected')
      latest.set(decision.question, decision);
  }
  return latest;
}
