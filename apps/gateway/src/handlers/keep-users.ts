import { Injectable } from '@nestjs/common';
import { Turns } from '#messaging';
import { operatorRoles, sellerRoles, uuidv7 } from '#contracts';
import { invalidInput, notFound, keepAct, type Actor } from '#runtime';
import { readUser, type UserRequest, type UserRole } from '../domain/users.js';
import { insertCredential } from '../store/credentials.js';
import { isSeller } from '../store/sellers.js';
import { insertUser, listUsers, revokeUser, type RegisteredUser } from '../store/users.js';
import { newKey, type NewKey } from './client-keys.js';
import { KnownClients } from './known-clients.js';

export interface AddedUser extends NewKey {
  userId: string;
  name: string;
  role: UserRole;
}

/** What the operator, and the owners of a seller, do with users. `sellerId` null is the operator itself. */
@Injectable()
export class KeepUsers {
  constructor(
    private readonly turns: Turns,
    private readonly clients: KnownClients,
  ) {}

  /** Adds a user with its key, which is shown this once. */
  async add(actor: Actor, sellerId: string | null, request: UserRequest): Promise<AddedUser> {
    const asked = readUser(request, sellerId === null ? operatorRoles : sellerRoles);
    if ('faults' in asked) throw invalidInput(asked.faults);
    const { secretHash, refreshTokenHash, ...key } = await newKey();
    const userId = uuidv7();
    return this.turns.command(actor, async ({ tx }) => {
      if (sellerId !== null && !(await isSeller(tx, sellerId))) throw unknownSeller(sellerId);
      const user = await insertUser(tx, { userId, sellerId, ...asked });
      if (user === undefined)
        throw invalidInput([`name: another user is or was called "${asked.name}"; who did what stays clear`]);
      await insertCredential(tx, {
        clientId: key.clientId,
        kind: sellerId === null ? 'operator' : 'seller',
        ownerId: sellerId ?? userId,
        userId,
        rotating: asked.rotating,
        secretHash,
        refreshTokenHash,
      });
      keepAct(tx, actor, {
        action: `user.add ${asked.role}`,
        subject: `user ${userId} of ${ownerOf(sellerId)}`,
      });
      return { answer: { userId, name: asked.name, role: asked.role, ...key }, facts: [] };
    });
  }

  async list(sellerId: string | null): Promise<RegisteredUser[]> {
    return this.turns.readOwn(async (tx) => {
      if (sellerId !== null && !(await isSeller(tx, sellerId))) throw unknownSeller(sellerId);
      return listUsers(tx, sellerId);
    });
  }

  /** Its keys and tokens count no more, here at once and within a second on other replicas of the gateway. */
  async revoke(actor: Actor, sellerId: string | null, userId: string): Promise<RegisteredUser> {
    const revoked = await this.turns.command(actor, async ({ tx }) => {
      const user = await revokeUser(tx, userId, sellerId);
      if (user === undefined) throw notFound(`No user has the id ${userId}`);
      keepAct(tx, actor, { action: 'user.revoke', subject: `user ${userId} of ${ownerOf(sellerId)}` });
      return { answer: user, facts: [] };
    });
    this.clients.forget();
    return revoked;
  }
}

const ownerOf = (sellerId: string | null): string =>
  sellerId === null ? 'the operator' : `seller ${sellerId}`;
const unknownSeller = (sellerId: string) => notFound(`No seller has the id ${sellerId}`);
