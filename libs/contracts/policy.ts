import { About, Flag, INT32_MAX, OneOf, Part, Parts, Text, TimeZone, Whole, CurrencyCode } from './fields.js';
import { Money } from './money-value.js';
import { Rules } from './rules.js';
import type { Rule } from './rules.js';

export const eddBases = ['at-shipment', 'latest'] as const;
export const deliveredRules = ['delivered-is-never-lost', 'signature-decides'] as const;
export const valuations = ['declared-value'] as const;

const capInItsCurrency: Rule = {
  says: 'perUnit must be in the currency of its cap (R-6: never converted)',
  holds: ({ currency, perUnit }) => {
    if (typeof perUnit !== 'object' || perUnit === null) return true;
    return (perUnit as Record<string, unknown>)['currency'] === currency;
  },
};

const oneCapEach: Rule = {
  says: 'no two of caps may be for the same marketplace and currency',
  holds: ({ caps }) => {
    if (!Array.isArray(caps)) return true;
    const keys = caps.map((cap: unknown) => {
      const { marketplaceId, currency } = (cap ?? {}) as Record<string, unknown>;
      return JSON.stringify([marketplaceId, currency]);
    });
    return new Set(keys).size === keys.length;
  },
};

/** The most that one unit is worth in one currency. No row, no cap; never converted. */
@Rules(capInItsCurrency)
export class PolicyCap {
  @About("A marketplace, or '*' for every one.")
  @Text(64)
  marketplaceId!: string;

  @CurrencyCode()
  currency!: string;

  @Part(() => Money)
  perUnit!: Money;
}

/** Every number and choice that could change, as versioned data (Words, "policy"). Days are 86,400 s. */
@Rules(oneCapEach)
export class Policy {
  @Text(64)
  version!: string;

  @About('The edition of the sources it rests on: M, M20 or another of your own.')
  @Text(64)
  basedOn!: string;

  @About('I-2: days from the promise until an undelivered package is overdue.')
  @Whole(0, 3650)
  lossWaitDays!: number;

  @About('T-8: days from the first return scan until units not received are overdue.')
  @Whole(0, 3650)
  returnWaitDays!: number;

  @About('I-2: the promise known at shipment, or its latest revision.')
  @OneOf(eddBases)
  eddBasis!: (typeof eddBases)[number];

  @About('I-3.')
  @OneOf(deliveredRules)
  deliveredRule!: (typeof deliveredRules)[number];

  @About('R-1: an untracked package waits for the statement of its seller.')
  @Flag()
  untrackedNeedsStatement!: boolean;

  @About('I-5: days from the promise within which a claim or statement must come, inclusive.')
  @Whole(0, 3650)
  claimWindowDays!: number;

  @About("T-8: whether the carrier's own lost or destroyed shortens the wait.")
  @Flag()
  payOnCarrierLoss!: boolean;

  @About('R-8: a unit paid as lost and delivered late is taken back.')
  @Flag()
  reverseOnLateDelivery!: boolean;

  @About('R-6: declared-value is the value given with the unit.')
  @OneOf(valuations)
  valuation!: (typeof valuations)[number];

  @About('R-6: whether fees are deducted from the value.')
  @Flag()
  feesDeducted!: boolean;

  @Parts(() => PolicyCap, 0, 1000)
  caps!: PolicyCap[];

  @About('R-11: days within which the seller may appeal.')
  @Whole(0, 3650)
  appealWindowDays!: number;

  @About('T-1: hours without a scan after which "allow a day" ends.')
  @Whole(0, 8760)
  trackingPatienceHours!: number;

  @About('Words, "report": minutes that a claimed instant may lie ahead.')
  @Whole(0, INT32_MAX)
  futureToleranceMinutes!: number;

  @About('Words, "EDD": where a bare date ends its day when the destination is not known.')
  @TimeZone()
  destinationTimeZoneDefault!: string;

  @About('O-8: an order to an address that the seller registered as its own counts as removal.')
  @Flag()
  removalAddressRule!: boolean;
}
