import { formatMoney } from '#contracts';
import type { Money } from '#contracts';
import type { DecisionView } from '../store/decision-views.js';

/** A decision in one line that anybody understands. */
export function inWords(view: DecisionView): string {
  const unit = `unit ${view.line}/${view.ordinal}`;
  const amount = amountOf(view);
  const money = amount === undefined ? '' : ` ${amount.currency} ${formatMoney(amount)}`;
  switch (view.kind) {
    case 'granted':
      return `${unit} is reimbursed as ${view.cause}:${money}`;
    case 'refused':
      return `${unit} is not reimbursed as ${view.cause}: ${view.reason ?? ''}`;
    case 'deferred':
      return `${unit} is ${view.settlement === 'waiting' ? 'waiting for' : `${view.settlement ?? ''}:`} ${view.reason ?? ''}`;
    case 'reversed':
      return `${unit}: the reimbursement of${money} is taken back: ${view.reason ?? ''}`;
    default:
      return `${unit}: the reimbursement stands, as ${view.cause}`;
  }
}

export function amountOf({
  currency,
  minorUnits,
}: Pick<DecisionView, 'currency' | 'minorUnits'>): Money | undefined {
  return currency === null || minorUnits === null ? undefined : { currency, minorUnits };
}
