import { CurrencyCode, Whole } from './fields.js';

/** An amount: whole minor units of an ISO 4217 currency, never a float. */
export class Money {
  @CurrencyCode()
  currency!: string;

  @Whole(0)
  minorUnits!: number;
}
