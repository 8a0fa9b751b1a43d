import { Injectable } from '@nestjs/common';
import { fact, Turns } from '#messaging';
import { SellerChanged, uuidv7, type Instant, type Standing } from '#contracts';
import { ApiError, invalidInput, notFound, keepAct, type Actor } from '#runtime';
import { ratePlans, type RatePlan } from '../domain/rate-plan.js';
import { faultsInName } from '../domain/users.js';
import { insertCredential } from '../store/credentials.js';
import {
  changePlan,
  changeStanding,
  insertSeller,
  listSellers,
  revokeSeller,
  type RegisteredSeller,
} from '../store/sellers.js';
import { newKey, type NewKey } from './client-keys.js';
import { KnownClients } from './known-clients.js';

/** The fact that tells every service of a seller: its whole present state. */
const sellerChanged = (seller: RegisteredSeller, time: Instant) =>
  fact(
    SellerChanged,
    {
      sellerId: seller.sellerId,
      name: seller.name,
      standing: seller.standing,
      sandbox: seller.sandbox,
      revoked: seller.revokedAt !== null,
    },
    time,
  );

const unknownSeller = (sellerId: string): ApiError => notFound(`No seller has the id ${sellerId}`);

/** What the operator does with sellers. */
@Injectable()
export class KeepSellers {
  constructor(
    private readonly turns: Turns,
    private readonly clients: KnownClients,
  ) {}

  /** Adds a seller with its key, which is shown this once. */
  async add(
    actor: Actor,
    request: { name?: unknown; sandbox?: unknown; plan?: unknown; rotating?: unknown },
  ): Promise<{ sellerId: string } & NewKey> {
    const { name, sandbox = false, plan: planAsked = 'default', rotating = false } = request;
    const plan = ratePlans.find((known) => known === planAsked);
    const faults = faultsInName(name);
    if (typeof sandbox !== 'boolean') faults.push('sandbox: must be true or false');
    if (typeof rotating !== 'boolean') faults.push('rotating: must be true or false');
    if (plan === undefined) faults.push(`plan: must be one of ${ratePlans.join(', ')}`);
    if (faults.length > 0 || typeof name !== 'string' || plan === undefined) throw invalidInput(faults);
    const sellerId = uuidv7();
    const { secretHash, refreshTokenHash, ...key } = await newKey();
    return this.turns.command(actor, async ({ tx }) => {
      const seller = await insertSeller(tx, { sellerId, name, sandbox: sandbox === true, plan });
      if (seller === undefined) throw invalidInput([`name: another seller is called "${name}"`]);
      await insertCredential(tx, {
        clientId: key.clientId,
        kind: 'seller',
        ownerId: sellerId,
        rotating: rotating === true,
        secretHash,
        refreshTokenHash,
      });
      keepAct(tx, actor, { action: 'seller.add', subject: `seller ${sellerId}` });
      return { answer: { sellerId, ...key }, facts: [sellerChanged(seller, await tx.now())] };
    });
  }

  list(actor: Actor): Promise<RegisteredSeller[]> {
    return this.turns.read(actor, listSellers);
  }

  /** while standing is not good, decisions are held; they are taken when it returns. */
  changeStanding(actor: Actor, sellerId: string, standing: Standing): Promise<RegisteredSeller> {
    return this.turns.command(actor, async ({ tx }) => {
      const seller = await changeStanding(tx, sellerId, standing);
      if (seller === undefined) throw unknownSeller(sellerId);
      keepAct(tx, actor, { action: `seller.standing ${standing}`, subject: `seller ${sellerId}` });
      return { answer: seller, facts: [sellerChanged(seller, await tx.now())] };
    });
  }

  /** How much of the Selling Partner API it may ask for, from within a second on. No fact: only the door cares. */
  async changePlan(actor: Actor, sellerId: string, plan: RatePlan): Promise<RegisteredSeller> {
    const changed = await this.turns.command(actor, async ({ tx }) => {
      const seller = await changePlan(tx, sellerId, plan);
      if (seller === undefined) throw unknownSeller(sellerId);
      keepAct(tx, actor, { action: `seller.plan ${plan}`, subject: `seller ${sellerId}` });
      return { answer: seller, facts: [] };
    });
    this.clients.forget();
    return changed;
  }

  /** Its keys and tokens count no more from this moment; what it owns stays. */
  async revoke(actor: Actor, sellerId: string): Promise<RegisteredSeller> {
    const revoked = await this.turns.command(actor, async ({ tx }) => {
      const seller = await revokeSeller(tx, sellerId);
      if (seller === undefined) throw unknownSeller(sellerId);
      keepAct(tx, actor, { action: 'seller.revoke', subject: `seller ${sellerId}` });
      return { answer: seller, facts: [sellerChanged(seller, await tx.now())] };
    });
    this.clients.forget();
    return revoked;
  }
}
