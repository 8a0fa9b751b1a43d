import { Contract } from '../registry.js';
import { OrderContent, orderContentSample } from './order-content.js';

@Contract<OrderAccepted>({
  name: 'OrderAccepted',
  version: 1,
  kind: 'fact',
  owner: 'orders',
  says: 'An order is ours to fulfil or to follow.',
  subject: (data) => data.orderId,
  key: (data) => data.orderId,
  hears: ['orders', 'returns'],
  sample: orderContentSample,
})
export class OrderAccepted extends OrderContent {}
