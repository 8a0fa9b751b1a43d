import { ApiProperty } from '@nestjs/swagger';
import { conditions, receivedPlaces } from '#contracts';
import type { OrderReturns, ReturnedUnit } from '../handlers/describe-returns.js';

/** N-7: one shipped unit, and where its return stands. */
export class ReturnedUnitAnswer implements ReturnedUnit {
  @ApiProperty() line!: number;
  @ApiProperty() ordinal!: number;
  @ApiProperty() sellerFulfillmentOrderItemId!: string;
  @ApiProperty() sellerSku!: string;
  @ApiProperty({ format: 'uuid' }) packageId!: string;
  @ApiProperty({ description: 'The status in words that people know (N-7).' })
  status!: ReturnedUnit['status'];
  @ApiProperty({ description: 'What the seller can do next.' }) next!: string;
  @ApiProperty({ enum: receivedPlaces, nullable: true }) place!: ReturnedUnit['place'];
  @ApiProperty({ enum: conditions, nullable: true }) condition!: ReturnedUnit['condition'];
  @ApiProperty({ format: 'date-time', nullable: true, type: String }) receivedAt!: string | null;
  @ApiProperty({ nullable: true, type: String }) receiptId!: string | null;
  @ApiProperty({ nullable: true, type: String }) fulfillmentCenterId!: string | null;
  @ApiProperty({ description: 'Of the returned parcel.', nullable: true, type: String })
  trackingNumber!: string | null;
  @ApiProperty({ nullable: true, type: String }) rmaId!: string | null;
}

export class ReturnedOrderAnswer implements OrderReturns {
  @ApiProperty({ format: 'uuid' }) orderId!: string;
  @ApiProperty() sellerFulfillmentOrderId!: string;
  @ApiProperty({ type: [ReturnedUnitAnswer] }) units!: ReturnedUnitAnswer[];
}

export class ReturnsAnswer {
  @ApiProperty({ type: [ReturnedOrderAnswer] }) orders!: ReturnedOrderAnswer[];
}
