import type { Instant } from '#contracts';
import type { ClaimInputs } from './claim-inputs.js';
import { decideDamaged } from './decide-damaged.js';
import { decideLost } from './decide-lost.js';
import { decideReversal } from './decide-reversal.js';
import type { Trigger } from './decide-reversal.js';
import { decisionId } from './decision.js';
import type { Decision, Inputs, Question } from './decision.js';
import type { StoredEvidence } from './evidence.js';
import { KnownUnit } from './known-unit.js';
import { sameAnswer } from './outcome.js';
import type { Answer, Outcome } from './outcome.js';
import type { PolicyTerms } from './policy-terms.js';
import type { ShippedUnit, StandingChange } from './shipped-unit.js';
import { timelineOf } from './timeline.js';
import type { Moment } from './timeline.js';

/** Everything that decisions about one unit are a function of. */
export interface UnitFacts {
  shipped: ShippedUnit;
  /** Of its package. */
  evidence: readonly StoredEvidence[];
  /** Of its seller. */
  standings: readonly StandingChange[];
  policy: PolicyTerms;
}

/**
 * The decisions about a unit had every fact been heard at its instant: overdue, then delivered late is a grant, then
 * its reversal (I-2). A function of the set of facts; nothing here knows in which order they came.
 * @param paid claims that were granted already: a seller's standing heard late does not undo them
 */
export function historyOf(facts: UnitFacts, paid: ReadonlySet<Question> = new Set()): Decision[] {
  const history = new UnitHistory(facts, paid);
  for (const moment of timelineOf(facts.shipped, facts.evidence, facts.standings)) history.live(moment);
  return history.decisions;
}

class UnitHistory {
  readonly decisions: Decision[] = [];
  private readonly known = new KnownUnit();
  private readonly answers = new Map<Question, Answer>();
  private readonly corrected = new Set<string>();
  private inForce: Decision | undefined;
  private reversedBefore = false;

  constructor(
    private readonly facts: UnitFacts,
    private readonly paid: ReadonlySet<Question>,
  ) {}

  live(moment: Moment): void {
    this.known.learn(moment);
    this.reverse(moment);
    for (const question of this.questions()) this.answer(question, moment);
  }

  private questions(): Question[] {
    const damages = this.known.damages.map(({ damageId }): Question => `damage:${damageId}`);
    return this.known.overdue === undefined ? damages : ['lost', ...damages];
  }

  private answer(question: Question, moment: Moment): void {
    const before = this.answers.get(question);
    // What is paid is changed by a reversal only. A loss that was taken back may turn out to be one after all: its
    // carrier withdraws the delivery (T-4), and a person is asked.
    if (before?.kind === 'granted' && (question !== 'lost' || this.inForce !== undefined)) return;
    const inputs = this.claim(question, moment.at);
    const outcome = inputs.decides === 'lost' ? decideLost(inputs) : decideDamaged(inputs);
    if (before !== undefined && sameAnswer(before, outcome)) return;
    this.answers.set(question, outcome);
    const decision = this.record(question, moment.key, inputs, outcome);
    if (outcome.kind === 'granted') this.inForce = decision;
  }

  private reverse({ at, key, happening }: Moment): void {
    const grant = this.inForce;
    const trigger = triggerOf(happening);
    if (grant === undefined || grant.amount === null || trigger === undefined) return;
    const inputs: Inputs = {
      decides: 'reversal',
      ...this.common(at),
      grant: { reimbursementId: grant.id, cause: grant.cause, amount: grant.amount, decidedAt: grant.at },
      dueAt: grant.question === 'lost' ? (this.known.overdue?.dueAt ?? null) : null,
      trigger,
    };
    const outcome = decideReversal(inputs);
    if (outcome.kind === 'stands') return;
    if (outcome.kind === 'corrected' && this.corrected.has(grant.id)) return;
    this.record(grant.question, key, inputs, outcome, grant);
    if (outcome.kind === 'corrected') this.corrected.add(grant.id);
    else [this.inForce, this.reversedBefore] = [undefined, true];
  }

  private claim(question: Question, at: Instant) {
    const { shipped } = this.facts;
    const common: ClaimInputs = {
      ...this.common(at),
      shipped: {
        packageId: shipped.packageId,
        sellerId: shipped.sellerId,
        sellerSku: shipped.sellerSku,
        marketplaceId: shipped.marketplaceId,
        purpose: shipped.purpose,
        value: shipped.value,
        signatureRequired: shipped.signatureRequired,
        detail: shipped.detail,
        shippedAt: shipped.shippedAt,
        estimatedDeliveryAt: shipped.estimatedDeliveryAt,
      },
      standing: this.paid.has(question) ? 'good' : this.known.standing,
      inForce: this.inForce === undefined ? null : { reimbursementId: this.inForce.id },
      reversedBefore: this.reversedBefore,
    };
    const { overdue, deliveredAt, receivedBack, statementAt, damages } = this.known;
    if (question !== 'lost' || overdue === undefined) {
      const damage = damages.find(({ damageId }) => `damage:${damageId}` === question);
      if (damage === undefined) throw new Error(`${question} was asked before it was known`);
      const { damageId, foundAt, cause, faultParty } = damage;
      return { decides: 'damaged' as const, ...common, damage: { damageId, foundAt, cause, faultParty } };
    }
    const { cause, dueAt } = overdue;
    return {
      decides: 'lost' as const,
      ...common,
      overdue: { cause, dueAt },
      deliveredAt,
      receivedBack,
      statementAt,
    };
  }

  // What is reported late is decided late: the shipment is one of the facts that every decision rests on.
  private common(at: Instant) {
    const { shipped, policy } = this.facts;
    const { orderId, line, ordinal } = shipped;
    return { now: Math.max(at, shipped.knownAt), unit: { orderId, line, ordinal }, policy };
  }

  private record(
    question: Question,
    key: string,
    inputs: Inputs,
    outcome: Outcome,
    grant?: Decision,
  ): Decision {
    const id = decisionId(this.facts.shipped, question, key, outcome);
    const decision = asDecision(id, question, inputs, outcome, grant);
    this.decisions.push(decision);
    return decision;
  }
}

/** A decision from its parts; `grant` is the one that a reversal or correction names. */
export function asDecision(
  id: string,
  question: Question,
  inputs: Inputs,
  outcome: Outcome,
  grant?: Pick<Decision, 'id' | 'amount'>,
): Decision {
  const { line, ordinal } = inputs.unit;
  const granted = outcome.kind === 'granted';
  return {
    id,
    unit: { line, ordinal },
    question,
    cause: outcome.kind === 'corrected' ? outcome.cause : causeOf(inputs),
    at: inputs.now,
    inputs,
    outcome,
    reimbursementId: granted ? id : (grant?.id ?? null),
    amount: granted ? outcome.valuation.amount : outcome.kind === 'reversed' ? (grant?.amount ?? null) : null,
  };
}

function causeOf(inputs: Inputs): Decision['cause'] {
  if (inputs.decides === 'reversal') return inputs.grant.cause;
  if (inputs.decides === 'damaged') return 'damaged';
  return inputs.overdue.cause === 'lost-on-return' ? 'lost-on-return' : 'lost';
}

function triggerOf(happening: Moment['happening']): Trigger | undefined {
  switch (happening.kind) {
    case 'delivery-scan':
    case 'delivery-proof':
      return happening.deliveredAt === null
        ? undefined
        : { kind: 'delivered', deliveredAt: happening.deliveredAt };
    case 'received':
      return { kind: 'received', condition: happening.unit.condition, place: happening.unit.place };
    case 'damaged':
      return {
        kind: 'damage-found',
        foundAt: happening.damage.foundAt,
        faultParty: happening.damage.faultParty,
      };
    default:
      return undefined;
  }
}
