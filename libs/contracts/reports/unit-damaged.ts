import { About, At, OneOf, Optional, Part, Parts, Text, Whole, Wholes } from '../fields.js';
import { OrderReference, orderText } from '../references.js';
import { Contract } from '../registry.js';
import { Rules, notTogether } from '../rules.js';
import { sample } from '../samples.js';
import { faultParties, foundAts } from '../vocabulary.js';
import type { FaultParty, FoundAt } from '../vocabulary.js';

@Rules(notTogether('quantity', 'ordinals'))
export class DamagedItemReport {
  @Text(50)
  sellerFulfillmentOrderItemId!: string;

  @Optional()
  @About('The lowest ordinals in a fitting place; 1 when neither quantity nor ordinals is given.')
  @Whole(1, 250)
  quantity?: number;

  @Optional()
  @About('Or the very units.')
  @Wholes(1, 250, 250)
  ordinals?: number[];
}

@Contract<UnitDamagedReport>({
  name: 'UnitDamaged',
  version: 1,
  kind: 'report',
  owner: 'returns',
  says: 'Units were found damaged, and who is at fault (R-4).',
  subject: (data) => orderText(data.order),
  key: (data) => orderText(data.order),
  hears: ['returns'],
  sample: {
    order: { sellerId: sample.sellerId, orderId: sample.orderId },
    shipmentId: sample.shipmentId,
    occurredAt: sample.receivedAt,
    foundAt: 'return-inspection',
    cause: 'crushed',
    faultParty: 'carrier',
    items: [{ sellerFulfillmentOrderItemId: sample.itemId, quantity: 1 }],
  },
})
export class UnitDamagedReport {
  @Part(() => OrderReference)
  order!: OrderReference;

  @Optional()
  @Text(64)
  shipmentId?: string;

  @At()
  occurredAt!: string;

  @OneOf(foundAts)
  foundAt!: FoundAt;

  @Text(64)
  cause!: string;

  @OneOf(faultParties)
  faultParty!: FaultParty;

  @Parts(() => DamagedItemReport, 1, 100)
  items!: DamagedItemReport[];
}
