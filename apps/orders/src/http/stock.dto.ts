import { check, Parts, Text, Whole } from '#runtime';
import type { Fault } from '#runtime';
import { aSellerId, distinct } from './faults.js';

const MOST_ITEMS = 1000;
const LEAST = -1_000_000;

class ReceivedItemDto {
  @Text('required', 'Which SKU.', { max: 50 })
  sellerSku!: string;

  @Whole('required', 'Sellable pieces that arrived.', 1)
  quantity!: number;
}

/** POST /stock/receipts: what arrived at a fulfilment centre for a seller. */
export class ReceiptDto {
  @Text('required', 'Whose it is.', { fault: aSellerId })
  sellerId!: string;

  @Text('required', 'Where it lies.', { max: 16 })
  fulfillmentCenterId!: string;

  @Text('required', 'Name of the receipt: each SKU is counted once per receipt.', { max: 64 })
  receiptId!: string;

  @check('distinct', distinct('sellerSku'))
  @Parts('required', `At most ${MOST_ITEMS} SKUs.`, () => ReceivedItemDto, { least: 1, most: MOST_ITEMS })
  items!: ReceivedItemDto[];
}

const something: Fault = (_, { sellable, unsellable }) =>
  !sellable && !unsellable ? 'or unsellable must say how many pieces more or less there are' : undefined;

/** POST /stock/adjustments: sets right what lies at a fulfilment centre. */
export class AdjustmentDto {
  @Text('required', 'Whose it is.', { fault: aSellerId })
  sellerId!: string;

  @Text('required', 'Where it lies.', { max: 16 })
  fulfillmentCenterId!: string;

  @Text('required', 'Which SKU.', { max: 50 })
  sellerSku!: string;

  @check('something', something)
  @Whole('required', 'Sellable pieces more, or less.', LEAST)
  sellable!: number;

  @Whole('optional', 'Unsellable pieces more, or less.', LEAST)
  unsellable?: number;

  @Text('required', 'Why, for the journal.', { max: 200 })
  reason!: string;
}
