import { min } from '#contracts';
import type { Money } from '#contracts';
import { EVERY_MARKETPLACE } from './policy-in-force.js';
import type { PolicyTerms } from './policy-terms.js';

/** How an amount came about. */
export interface Valuation {
  basis: PolicyTerms['valuation'];
  value: Money;
  /** Zero where the policy deducts none, and while no service tells any. */
  fees: Money;
  /** The cap that counts; null: no row for this marketplace and currency, so no cap. */
  cap: { marketplaceId: string; perUnit: Money } | null;
  amount: Money;
}

type Terms = Pick<PolicyTerms, 'valuation' | 'caps'>;

/**
 * the amount for one unit: its value by the basis in force, then the cap of its marketplace and currency.
 * Never converted: a cap in another currency is no cap.
 * @returns null when no basis gives a value.
 */
export function valuation(value: Money | null, marketplaceId: string, policy: Terms): Valuation | null {
  if (value === null) return null;
  const cap = capFor(value.currency, marketplaceId, policy);
  return {
    basis: policy.valuation,
    value,
    fees: { currency: value.currency, minorUnits: 0 },
    cap,
    amount: cap === null ? value : min(value, cap.perUnit),
  };
}

// The most specific row wins, also where it is the higher one.
function capFor(currency: string, marketplaceId: string, { caps }: Terms): Valuation['cap'] {
  const rows = caps.filter((cap) => cap.currency === currency);
  const row =
    rows.find((cap) => cap.marketplaceId === marketplaceId) ??
    rows.find((cap) => cap.marketplaceId === EVERY_MARKETPLACE);
  return row === undefined ? null : { marketplaceId: row.marketplaceId, perUnit: row.perUnit };
}
