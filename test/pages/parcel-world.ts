import { PublisherChanged, toIso } from '#contracts';
import { freePort } from '#local-stack';
import { startService } from '#runtime';
import type { RunningService } from '#runtime';
import { eventually } from '#testing';
import { gateway } from '../../apps/gateway/src/gateway.js';
import { day, heard, network, packageId, scanned, SELLER, shipped } from '../../apps/tracking/test/heard.js';
import { TrackingWorld } from '../../apps/tracking/test/tracking-world.js';
import { OPERATOR, tokenKey } from '../faults/stack/operator-door.js';
import { CASES, NOW } from './parcels.js';

/** Tracking behind the door, with a parcel in each situation, as buyers reach it. */
export class ParcelWorld {
  private constructor(
    readonly tracking: TrackingWorld,
    private readonly door: RunningService,
    readonly url: string,
  ) {}

  static async open(): Promise<ParcelWorld> {
    const port = String(await freePort());
    const url = `http://127.0.0.1:${port}`;
    const tracking = await TrackingWorld.start({ PUBLIC_URL: url });
    const env = tracking.stack.env('gateway', {
      PORT: port,
      OPERATOR_CLIENT_ID: OPERATOR.client_id,
      OPERATOR_CLIENT_SECRET: OPERATOR.client_secret,
      TOKEN_PRIVATE_JWK: tokenKey(),
      TRACKING_URL: tracking.service.url,
      TRUSTED_PROXIES: '127.0.0.1',
    });
    const world = new ParcelWorld(tracking, await startService(gateway, env), url);
    await world.ship();
    return world;
  }

  /** The page of the parcel of CASES at this place. */
  async link(index: number): Promise<string> {
    const { body } = await this.tracking.seller(SELLER)('GET', `/packages/${packageId(index + 1)}`);
    return String(body['customerTrackingLink']);
  }

  async close(): Promise<void> {
    await this.door.stop();
    await this.tracking.stop();
  }

  private async ship(): Promise<void> {
    const { tracking } = this;
    await tracking.stack.addPublisher('network');
    const registered = { ...network, revoked: false, topic: 'inbound.network' };
    await tracking.publish(heard(PublisherChanged, registered, day(0)));
    for (const [index, { shippedDay, parcel, timeZone, scans }] of CASES.entries()) {
      const number = index + 1;
      const one = { number, units: 1, ...parcel };
      await tracking.publish(shipped(number, shippedDay, [one], 'US', timeZone));
      for (const { code, at, location, more } of scans)
        await tracking.reported(
          scanned({ packageId: packageId(number) }, code, day(at), { location, ...more }),
        );
    }
    await tracking.as({ kind: 'service', id: 'gateway' })('POST', '/internal/clock', { instant: toIso(NOW) });
    for (const [index, { scans }] of CASES.entries()) {
      await eventually(
        () => tracking.seller(SELLER)('GET', `/packages/${packageId(index + 1)}`),
        ({ body }) => (body['scans'] as unknown[] | undefined)?.length === scans.length,
        60_000,
      );
    }
  }
}
