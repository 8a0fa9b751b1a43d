import type { Migration } from '#postgres';
import { Orders1767225600000 } from './1767225600000-orders.js';
import { OrdersListed1795305600000 } from './1795305600000-orders-listed.js';
import { OrdersChanged1796515200000 } from './1796515200000-orders-changed.js';
import { BuyerData1796601600001 } from './1796601600001-buyer-data.js';
import { StockAndPlans1798070400000 } from './1798070400000-stock-and-plans.js';

export const migrations: Migration[] = [
  Orders1767225600000,
  OrdersListed1795305600000,
  OrdersChanged1796515200000,
  BuyerData1796601600001,
  StockAndPlans1798070400000,
];
