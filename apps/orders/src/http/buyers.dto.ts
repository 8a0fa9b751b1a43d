import { ApiProperty } from '@nestjs/swagger';
import { check, Text } from '#runtime';
import type { Fault } from '#runtime';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const uuid: Fault = (value) => (UUID.test(String(value)) ? undefined : 'must be a UUID in lower case');

const oneBuyer: Fault = (_, { email, orderId, sellerFulfillmentOrderId }) =>
  [email, orderId, sellerFulfillmentOrderId].filter(Boolean).length === 1
    ? undefined
    : 'must be named by exactly one of email, orderId, sellerFulfillmentOrderId';

/** Whose data is to be erased: exactly one of email, orderId and sellerFulfillmentOrderId. */
export class ErasureDto {
  @Text('optional', 'Whose buyer it is. For operators, who may leave it out with `orderId`.', { fault: uuid })
  sellerId?: string;

  @Text('optional', 'All orders made with this address among their notificationEmails.', { max: 320 })
  email?: string;

  @Text('optional', 'One order, by our id.', { fault: uuid })
  orderId?: string;

  @Text('optional', "One order, by the seller's id.", { max: 40 })
  sellerFulfillmentOrderId?: string;

  @check('oneBuyer', oneBuyer)
  readonly buyer = undefined;
}

export class ErasureAnswer {
  @ApiProperty({ type: [String], description: "Orders whose buyer was erased now, by the seller's ids" })
  erased!: string[];

  @ApiProperty({ type: [String], description: 'Orders whose buyer had been erased before' })
  erasedBefore!: string[];
}

class KeyInUse {
  @ApiProperty({ description: 'Id of the key, made from the key itself' }) key!: string;
  @ApiProperty({ description: 'Orders with something under it' }) orders!: number;
  @ApiProperty({ description: 'Whether it is the first of BUYER_DATA_KEYS, which seals' }) seals!: boolean;
}

export class KeysAnswer {
  @ApiProperty({ type: [KeyInUse] }) keys!: KeyInUse[];
  @ApiProperty({ description: 'Orders that an earlier version kept unsealed' }) unsealed!: number;
}

class BuyerDataAccessDto {
  @ApiProperty() auditId!: number;
  @ApiProperty({ format: 'date-time' }) at!: string;
  @ApiProperty({ enum: ['read', 'erase'] }) action!: string;
  @ApiProperty({ description: 'Kind of who did it' }) actorKind!: string;
  @ApiProperty() actorId!: string;
  @ApiProperty({ format: 'uuid' }) sellerId!: string;
  @ApiProperty({ format: 'uuid' }) orderId!: string;
  @ApiProperty({ type: String, nullable: true, description: 'What for' }) detail!: string | null;
}

export class AccessesAnswer {
  @ApiProperty({ type: [BuyerDataAccessDto] }) accesses!: BuyerDataAccessDto[];
}
