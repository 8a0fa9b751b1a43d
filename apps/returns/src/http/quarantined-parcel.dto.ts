import { ApiProperty } from '@nestjs/swagger';
import { toIso } from '#contracts';
import type { ParcelRow } from '../store/quarantined-parcels.js';

/** N-5: a parcel that matches no order yet. */
export class QuarantinedParcelAnswer {
  @ApiProperty({ format: 'uuid' }) parcelId!: string;
  @ApiProperty() fulfillmentCenterId!: string;
  @ApiProperty({ description: 'Report ReturnReceived again with this receiptId and its order to match it.' })
  receiptId!: string;
  @ApiProperty({ format: 'date-time' }) receivedAt!: string;
  @ApiProperty({ format: 'date-time' }) recordedAt!: string;
  @ApiProperty() publisher!: string;
  @ApiProperty({ description: 'What was reported: kind, numbers if any, and the pieces.' }) parcel!: object;
}

export class QuarantinedParcelsAnswer {
  @ApiProperty({ type: [QuarantinedParcelAnswer] }) parcels!: QuarantinedParcelAnswer[];
  @ApiProperty({ description: 'Give it as `after` for the next page.', nullable: true, type: String })
  next!: string | null;
}

export function parcelAnswer(row: ParcelRow): QuarantinedParcelAnswer {
  const { parcelId, fulfillmentCenterId, receiptId, publisher, content } = row;
  return {
    parcelId,
    fulfillmentCenterId,
    receiptId,
    publisher,
    receivedAt: toIso(row.occurredAt),
    recordedAt: toIso(row.recordedAt),
    parcel: JSON.parse(content) as object,
  };
}
