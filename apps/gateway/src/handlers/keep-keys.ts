import { Inject, Injectable } from '@nestjs/common';
import { Turns } from '#messaging';
import { toIso } from '#contracts';
import { CONFIG, keepAct, notFound, type Actor } from '#runtime';
import type { GatewayConfig } from '../gateway.config.js';
import { listKeys, replaceSecret, revokeKey, type ListedKey } from '../store/credentials.js';
import { replaceAllRefreshTokens } from '../store/refresh-tokens.js';
import { newKey } from './client-keys.js';
import { KnownClients } from './known-clients.js';

/** A key after its rotation, shown this once. */
export interface RotatedKey {
  clientId: string;
  clientSecret: string;
  refreshToken: string;
  /** Until then the former secret and refresh token count as well. */
  formerGoodUntil: string;
}

const unknownKey = (clientId: string) => notFound(`No key has the client id ${clientId}`);
const HOUR_S = 3_600;

/** What owners do with the keys of their seller, and the operator with all. */
@Injectable()
export class KeepKeys {
  constructor(
    @Inject(CONFIG) private readonly config: GatewayConfig,
    private readonly turns: Turns,
    private readonly clients: KnownClients,
  ) {}

  list(sellerId?: string): Promise<ListedKey[]> {
    return this.turns.readOwn((tx) => listKeys(tx, sellerId));
  }

  /** Another secret and refresh token; the former ones count until the overlap is over. A second time within it ends them. */
  async rotate(actor: Actor, clientId: string): Promise<RotatedKey> {
    const { clientSecret, secretHash, refreshToken, refreshTokenHash } = await newKey();
    const overlapSeconds = this.config.keyOverlapHours * HOUR_S;
    const rotated = await this.turns.command(actor, async ({ tx }) => {
      const whose = { clientId, sellerId: actor.sellerId };
      const key = await replaceSecret(tx, whose, { secretHash, overlapSeconds });
      if (key === undefined) throw unknownKey(clientId);
      await replaceAllRefreshTokens(tx, clientId, { tokenHash: refreshTokenHash, overlapSeconds });
      keepAct(tx, actor, { action: 'key.rotate', subject: `key ${clientId}` });
      return { answer: key, facts: [] };
    });
    this.clients.forget();
    const formerGoodUntil = toIso(rotated.formerSecretUntil ?? 0);
    return { clientId, clientSecret, refreshToken, formerGoodUntil };
  }

  /** Its tokens count no more, here at once and within a second on other replicas of the gateway. */
  async revoke(actor: Actor, clientId: string): Promise<ListedKey> {
    const revoked = await this.turns.command(actor, async ({ tx }) => {
      const key = await revokeKey(tx, { clientId, sellerId: actor.sellerId });
      if (key === undefined) throw unknownKey(clientId);
      keepAct(tx, actor, { action: 'key.revoke', subject: `key ${clientId}` });
      return { answer: key, facts: [] };
    });
    this.clients.forget();
    return revoked;
  }
}
