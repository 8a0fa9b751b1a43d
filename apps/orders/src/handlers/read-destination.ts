import type { Tx } from '#postgres';
import { auditBuyerData } from '../store/buyer-data-audit.js';
import type { BuyerDataAccess } from '../store/buyer-data-audit.js';
import type { BuyerKeys } from '../store/buyer-keys.js';
import type { OpenShipment } from '../store/open-shipments.js';
import { lockOpen } from '../store/open-shipments.js';
import { contentNow } from '../store/order-changes.js';

/** What was asked for in the order of a shipment, for the warehouse that ships it. The read is noted with it. */
export async function readDestination(
  tx: Tx,
  { shipmentId, orderId, sellerId }: OpenShipment,
  actor: BuyerDataAccess['actor'],
  keys: BuyerKeys,
): Promise<object | undefined> {
  // It may have left, or been cancelled, since it was found.
  if (!(await lockOpen(tx, shipmentId))) return undefined;
  const [content, at] = await Promise.all([contentNow(tx, orderId, keys), tx.now()]);
  auditBuyerData(tx, [{ action: 'read', actor, sellerId, orderId, at, detail: `shipment ${shipmentId}` }]);
  return content;
}
