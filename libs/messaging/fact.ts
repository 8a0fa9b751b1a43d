import { contractOf, type Contract, type Instant, type Shape } from '#contracts';

/** Something that has happened, to be said on the owner's topic by the transaction that made it so. */
export interface Fact<T extends object = object> {
  contract: Contract<T>;
  data: T;
  /** `ce_time`: the owner's instant of what happened, not of the sending. */
  time: Instant;
}

/** A fact; its key and subject come from the contract. */
export function fact<T extends object>(contractClass: Shape<T>, data: T, time: Instant): Fact {
  return { contract: contractOf(contractClass), data, time } as unknown as Fact;
}
