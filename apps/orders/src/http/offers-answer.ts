import { toIso } from '#contracts';
import type { Preview } from '../domain/preview-order.js';

/** Speeds that are offered, the fastest first. */
export const OFFERED_SPEEDS = ['Priority', 'Expedited', 'Standard'] as const;

/** The payload of deliveryOffers: what can be fulfilled whole, an offer per speed. */
export function offersAnswer(previews: readonly Preview[]) {
  return {
    deliveryOffers: previews
      .filter(({ fulfillable, shipments }) => fulfillable && shipments.length > 0)
      .map(({ speed, shipments }) => {
        const estimates = shipments.map(({ estimate }) => estimate);
        const earliest = toIso(Math.max(...estimates.map((one) => one.earliestArrivalAt)));
        const latest = toIso(Math.max(...estimates.map((one) => one.latestArrivalAt)));
        return {
          expiresAt: toIso(Math.min(...estimates.map((one) => one.latestShipAt))),
          dateRange: { earliest, latest },
          policy: { message: { text: messageOf(speed, latest), locale: 'en_US' } },
        };
      }),
  };
}

function messageOf(speed: string, latest: string): string {
  return `${speed}: arrives by ${latest.slice(0, 10)}`;
}
