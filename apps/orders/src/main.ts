import { bootService } from '#runtime';
import { orders } from './orders.js';

await bootService(orders);
