import { applyDecorators } from '@nestjs/common';
import { Choice } from '#runtime';
import { Transform } from 'class-transformer';
import { orderStatuses } from '../domain/order.js';
import type { OrderStatus } from '../domain/order.js';

/** Clients write the words in the casing of the model, in capitals, or in small letters. */
const inAnyCasing = (given: unknown): unknown =>
  typeof given === 'string'
    ? (orderStatuses.find((status) => status.toLowerCase() === given.trim().toLowerCase()) ?? given)
    : given;

const Status = () =>
  applyDecorators(
    Choice('required', 'What the order is to be.', orderStatuses),
    Transform(({ value }: { value: unknown }) => inAnyCasing(value)),
  );

/** submitFulfillmentOrderStatusUpdate. */
export class StatusUpdateDto {
  @Status()
  fulfillmentOrderStatus!: OrderStatus;
}
