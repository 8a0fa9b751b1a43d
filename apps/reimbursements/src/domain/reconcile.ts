import { decisionId, decide } from './decision.js';
import type { Decision } from './decision.js';
import { reasonOf } from './outcome.js';
import { grantInForce, latestAnswers, recorded } from './recorded.js';
import type { Recorded } from './recorded.js';
import { asDecision } from './unit-history.js';

/**
 * What has to be decided so that the recorded decisions of a unit come to the same end as its history. Recorded
 * decisions stay as they are: what facts heard late would have changed is made good by further ones.
 */
export function reconcile(history: readonly Decision[], before: readonly Recorded[]): Decision[] {
  const ledger = new Ledger(before);
  const answered = latestAnswers(before);
  const ends = latestAnswers(history.map((decision) => ({ ...recorded(decision), decision })));
  for (const decision of history) {
    switch (decision.outcome.kind) {
      case 'granted':
        ledger.grant(decision);
        break;
      case 'reversed':
      case 'corrected':
        ledger.change(decision);
        break;
      default:
        // The first answers to a claim are all given, as if each had been heard in time; later only where they end.
        if (!answered.has(decision.question)) {
          if (!ledger.rests(decision)) ledger.add(decision);
        } else if (ends.get(decision.question)?.decision === decision) ledger.answer(decision);
    }
  }
  const owed = grantInForce(history.map(recorded));
  if (owed === undefined) ledger.takeBack((question) => ends.get(question)?.decision);
  else ledger.leaveToAPerson(history.find(({ id }) => id === owed.id));
  return ledger.added;
}

class Ledger {
  readonly added: Decision[] = [];
  private readonly decisions: Recorded[];

  constructor(before: readonly Recorded[]) {
    this.decisions = [...before];
  }

  /** A claim is paid once, a unit at most once at a time, and after a reversal not by itself. */
  grant(decision: Decision): void {
    if (this.decisions.some(({ kind, question }) => kind === 'granted' && question === decision.question))
      return;
    const inForce = this.inForce;
    if (inForce !== undefined) this.answer(this.decidedAgain(decision, inForce));
    else if (!this.decisions.some(({ kind }) => kind === 'reversed')) this.add(decision);
  }

  /** A reversal or correction of the grant that is in force for that claim. */
  change(decision: Decision): void {
    const grant = this.inForce;
    if (grant === undefined || grant.question !== decision.question) return;
    const corrected = this.decisions.some((d) => d.kind === 'corrected' && d.reimbursementId === grant.id);
    if (decision.outcome.kind === 'corrected' && corrected) return;
    this.add(ofGrant(decision, grant));
  }

  /** A claim that was paid and taken back rests, unless it waits for a person. */
  rests({ question, outcome }: Decision): boolean {
    return outcome.kind === 'refused' && latestAnswers(this.decisions).get(question)?.kind === 'granted';
  }

  /** An answer, unless the claim is paid or was last answered so. */
  answer(decision: Decision): void {
    if (this.inForce?.question === decision.question) return;
    const last = latestAnswers(this.decisions).get(decision.question);
    if (last?.kind === decision.outcome.kind && last.reason === reasonOf(decision.outcome)) return;
    if (this.rests(decision)) return;
    this.add(decision);
  }

  add(decision: Decision): void {
    const fresh = this.named(decision);
    this.added.push(fresh);
    this.decisions.push(recorded(fresh));
  }

  /** On all the facts nothing is owed: what is in force was paid in error. */
  takeBack(endOf: (question: Decision['question']) => Decision | undefined): void {
    const grant = this.inForce;
    const end = grant && endOf(grant.question);
    if (grant === undefined || grant.amount === null || end === undefined) return;
    const inputs = {
      decides: 'reversal' as const,
      now: Math.max(end.at, grant.at),
      unit: end.inputs.unit,
      grant: { reimbursementId: grant.id, cause: grant.cause, amount: grant.amount, decidedAt: grant.at },
      dueAt: null,
      trigger: { kind: 'should-have-been' as const, answer: reasonOf(end.outcome) ?? end.outcome.kind },
      policy: end.inputs.policy,
    };
    const outcome = decide(inputs);
    if (outcome.kind === 'stands') return;
    const id = decisionId(end.inputs.unit, grant.question, grant.id, outcome);
    this.add(asDecision(id, grant.question, inputs, outcome, grant));
    this.answer(end);
  }

  /** On all the facts the unit is owed for, but a reversal stands in between: R-7 leaves that to a person. */
  leaveToAPerson(owed: Decision | undefined): void {
    if (owed === undefined || this.inForce !== undefined) return;
    this.answer(this.decidedAgain(owed, undefined));
  }

  private get inForce(): Recorded | undefined {
    return grantInForce(this.decisions);
  }

  private decidedAgain(decision: Decision, inForce: Recorded | undefined): Decision {
    if (decision.inputs.decides === 'reversal') return decision;
    const inputs = {
      ...decision.inputs,
      inForce: inForce === undefined ? null : { reimbursementId: inForce.id },
      reversedBefore: this.decisions.some(({ kind }) => kind === 'reversed'),
    };
    const outcome = decide(inputs);
    if (outcome.kind === 'stands') return decision;
    const id = decisionId(inputs.unit, decision.question, decision.id, outcome);
    return asDecision(id, decision.question, inputs, outcome);
  }

  // The same answer to the same evidence, given again after others, is another decision.
  private named(decision: Decision): Decision {
    const { inputs, question, outcome } = decision;
    let [id, repeat] = [decision.id, 0];
    while (this.decisions.some((known) => known.id === id)) {
      repeat += 1;
      id = decisionId(inputs.unit, question, decision.id, outcome, repeat);
    }
    return id === decision.id ? decision : { ...decision, id };
  }
}

// History may have paid the claim on other evidence than was known then: name the grant that there is.
function ofGrant(decision: Decision, grant: Recorded): Decision {
  if (decision.inputs.decides !== 'reversal' || grant.amount === null) return decision;
  const inputs = {
    ...decision.inputs,
    now: Math.max(decision.inputs.now, grant.at),
    grant: { reimbursementId: grant.id, cause: grant.cause, amount: grant.amount, decidedAt: grant.at },
  };
  const amount = decision.outcome.kind === 'reversed' ? grant.amount : null;
  return { ...decision, at: inputs.now, inputs, reimbursementId: grant.id, amount };
}
