import { oneOf, serviceConfig } from '#runtime';
import type { ConfigOf } from '#runtime';
import { BuyerKeys } from './store/buyer-keys.js';

/** What orders reads beside the variables of every service. */
export const ordersConfig = {
  /** Whether stock is kept and shipments are planned here, or in a system that hears OrderAccepted. */
  orderPlanning: oneOf('ORDER_PLANNING', ['here', 'elsewhere'], 'here'),
  /** Seal buyers' names and addresses: the first seals, all open. */
  buyerKeys: {
    name: 'BUYER_DATA_KEYS',
    secret: true,
    example: '32 random bytes in base64 (openssl rand -base64 32), several separated by commas',
    read: (text: string) => BuyerKeys.parse(text),
  },
};

const whole = () => ({ ...serviceConfig('orders'), ...ordersConfig });
export type OrdersConfig = ConfigOf<ReturnType<typeof whole>>;
