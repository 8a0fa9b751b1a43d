import { formatMoney, parseMoney } from '#contracts';
import { check, Choice, Flag, Part, Parts, Text, Texts, Whole } from '#runtime';
import { hazmatStates, warningsOf } from '../domain/sku.js';
import type { HazmatState, Sku } from '../domain/sku.js';
import { available } from '../domain/stock.js';
import type { Stock } from '../domain/stock.js';
import type { DescribedSku } from '../handlers/put-skus.js';
import { MoneyDto } from './create-order-parts.dto.js';
import { aSellerId, distinct } from './faults.js';

const MOST_SKUS = 1000;

/** A SKU as its seller describes it. */
export class SkuDto {
  @Text('required', 'SKU of the seller, unique within its catalogue.', { max: 50 })
  sellerSku!: string;

  @Text('required', 'What it is, in words.', { max: 200 })
  title!: string;

  @Whole('required', 'Millimetres of the packed piece.', 1)
  lengthMm!: number;

  @Whole('required', 'Millimetres of the packed piece.', 1)
  widthMm!: number;

  @Whole('required', 'Millimetres of the packed piece.', 1)
  heightMm!: number;

  @Whole('required', 'Grams of the packed piece.', 1)
  weightGrams!: number;

  @Part('optional', 'Value of one piece.', () => MoneyDto)
  unitValue?: MoneyDto;

  @Flag('optional', 'Dangerous goods: reviewed by the operator before it ships (O-6).')
  dangerousGoods?: boolean;

  @Whole('optional', 'Warn when fewer pieces than this are available.', 0)
  lowStockAt?: number;

  @Texts('optional', 'Features of fulfilment that it cannot have (O-9).', 64)
  excludedFeatures?: string[];
}

/** PUT /catalogue/skus: each is made, or becomes as it is described here. */
export class PutSkusDto {
  @Text('optional', 'Whose they are; needed from an operator, else your own.', { fault: aSellerId })
  sellerId?: string;

  @check('distinct', distinct('sellerSku'))
  @Parts('required', `At most ${MOST_SKUS}.`, () => SkuDto, { least: 1, most: MOST_SKUS })
  skus!: SkuDto[];
}

/** PUT /catalogue/reviews: what came of a review of dangerous goods. */
export class ReviewDto {
  @Text('required', 'Whose it is.', { fault: aSellerId })
  sellerId!: string;

  @Text('required', 'Which SKU.', { max: 50 })
  sellerSku!: string;

  @Choice('required', 'cleared: it may ship; blocked: it may not; pending: it may not yet.', hazmatStates)
  hazmat!: HazmatState;
}

/** The SKU that is described; of an amount without a currency in use the check has told before. */
export function describedSku({ unitValue, dangerousGoods, excludedFeatures, ...sku }: SkuDto): DescribedSku {
  return {
    ...sku,
    unitValue: unitValue && parseMoney(unitValue.value, unitValue.currencyCode),
    dangerousGoods: dangerousGoods ?? false,
    excludedFeatures: excludedFeatures ?? [],
  };
}

/** A SKU as it is shown, with what lies of it and what its seller is warned of. */
export function skuAnswer(sku: Sku, stocks: readonly Stock[]) {
  const { sellerId: _own, unitValue, ...described } = sku;
  const left = stocks.reduce((sum, stock) => sum + available(stock), 0);
  return {
    ...described,
    ...(unitValue && { unitValue: { currencyCode: unitValue.currency, value: formatMoney(unitValue) } }),
    available: left,
    warnings: warningsOf(sku, left),
  };
}
