import 'reflect-metadata';
import { PATTERN_EXTRAS_METADATA, PATTERN_METADATA } from '@nestjs/microservices/constants.js';
import type { Service } from '#contracts';
import type { Batch, Databases, Due, Fact, MessagingServer, Turn } from '#messaging';
import type { Migration } from '#postgres';
import { InboundReports } from '../../apps/orders/src/handlers/on-inbound-reports.js';
import { PlanOrders } from '../../apps/orders/src/handlers/plan-orders.js';
import { WakeReports } from '../../apps/orders/src/handlers/on-order-accepted.js';
import { OrdersSubscriptions } from '../../apps/orders/src/orders.subscriptions.js';
import { migrations as orders } from '../../apps/orders/src/store/migrations/index.js';
import { BuyerKeys } from '../../apps/orders/src/store/buyer-keys.js';
import { PackageNumbers } from '../../apps/orders/src/store/package-numbers.js';
import { ReimbursementsSubscriptions } from '../../apps/reimbursements/src/reimbursements.subscriptions.js';
import { migrations as reimbursements } from '../../apps/reimbursements/src/store/migrations/index.js';
import { OnOrderFacts } from '../../apps/returns/src/handlers/on-order-facts.js';
import { OnReports } from '../../apps/returns/src/handlers/on-reports.js';
import { ReturnsSubscriptions } from '../../apps/returns/src/returns.subscriptions.js';
import { migrations as returns } from '../../apps/returns/src/store/migrations/index.js';
import { migrations as tracking } from '../../apps/tracking/src/store/migrations/index.js';
import { TrackingSubscriptions } from '../../apps/tracking/src/tracking.subscriptions.js';

/** The services that run. The gateway is no process here: what it says and lets in comes from the plan. */
export const migrations = new Map<Service, readonly Migration[]>([
  ['orders', orders],
  ['tracking', tracking],
  ['returns', returns],
  ['reimbursements', reimbursements],
]);
export const services = [...migrations.keys()];

/** As BUYER_DATA_KEYS gives them. */
export const buyerKeys = BuyerKeys.parse(Buffer.alloc(32, 7).toString('base64'));

type Method = (input: Batch | Due, turn: Turn) => Promise<Fact[]>;

/** A service's real subscriptions, as its Nest module would put them together. */
export function subscriptionsOf(service: Service, numbers: Pick<Databases['worker'], 'transaction'>): object {
  if (service === 'tracking') return new TrackingSubscriptions();
  if (service === 'returns') return new ReturnsSubscriptions(new OnReports(), new OnOrderFacts());
  if (service === 'reimbursements') return new ReimbursementsSubscriptions();
  const packageNumbers = new PackageNumbers(numbers);
  const reports = new InboundReports(packageNumbers, buyerKeys);
  return new OrdersSubscriptions(reports, new WakeReports(reports), new PlanOrders(packageNumbers));
}

/** What Nest does as it finds a controller with message patterns. */
export function register(server: MessagingServer, controller: object): void {
  const methods = Object.getOwnPropertyDescriptors(Object.getPrototypeOf(controller) as object);
  for (const { value } of Object.values(methods)) {
    const method = value as Method;
    const [pattern] = (Reflect.getMetadata(PATTERN_METADATA, method) ?? []) as unknown[];
    if (pattern === undefined) continue;
    const extras = Reflect.getMetadata(PATTERN_EXTRAS_METADATA, method) as Record<string, unknown>;
    server.addHandler(
      pattern,
      (input: Batch | Due, turn: Turn) => method.call(controller, input, turn),
      false,
      extras,
    );
  }
}
