import { At } from '../fields.js';
import { Contract } from '../registry.js';
import { sample } from '../samples.js';
import { OrderContent, orderContentSample } from './order-content.js';

@Contract<OrderUpdated>({
  name: 'OrderUpdated',
  version: 1,
  kind: 'fact',
  owner: 'orders',
  says: 'A seller has changed an order on hold, or released it; this is the order now (O-4).',
  subject: (data) => data.orderId,
  key: (data) => data.orderId,
  hears: ['returns'],
  sample: { ...orderContentSample, updatedAt: sample.acceptedAt },
})
export class OrderUpdated extends OrderContent {
  @At()
  updatedAt!: string;
}
