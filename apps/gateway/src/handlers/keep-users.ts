import { Injectable } from '@nestjs/common';
import { Turns } from '#messaging';
import { operatorRoles, sellerRoles, uuidv7 } from '#contracts';
import { invalidInput, notFound, type Principal } from '#runtime';
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
  async add(caller: Principal, sellerId: string | null, request: UserRequest): Promise<AddedUser> {
    const asked = readUser(request, sellerId === null ? operatorRoles : sellerRoles);
    if ('faults' in asked) throw invalidInput(asked.faults);
    const { secretHash, refreshTokenHash, ...key } = await newKey();
    const userId = uuidv7();
    return this.turns.command(caller, async ({ tx }) => {
      if (sellerId !== null && !(await isSeller(tx, sellerId))) throw unknownSeller(sellerId);
      const user = await insertUser(tx, { userId, sellerId, ...asked });
      if (user === undefined)
        throw invalidInput([`name: another user is or was called "${asked.name}"; who did what stays clear`]);
      await insertCredential(tx, {
        clientId: key.clientId,
        kind: sellerId === null ? 'operator' : 'seller',
        ownerId: sellerId ?? userId,
        userId,
        secretHash,
        refreshTokenHash,
      });
      return { answer: { userId, ...asked, ...key }, facts: [] };
    });
  }

  async list(sellerId: string | null): Promise<RegisteredUser[]> {
    return this.turns.readOwn(async (tx) => {
      if (sellerId !== null && !(await isSeller(tx, sellerId))) throw unknownSeller(sellerId);
      return listUsers(tx, sellerId);
    });
  }

  /** Its keys and tokens count no more, here at once and within a second on other replicas of the gateway. */
  async revoke(caller: Principal, sellerId: string | null, userId: string): Promise<RegisteredUser> {
    const revoked = await this.turns.command(caller, async ({ tx }) => {
      const user = await revokeUser(tx, userId, sellerId);
      if (user === undefined) throw notFound(`No user has the id ${userId}`);
      return { answer: user, facts: [] };
    });
    this.clients.forget();
    return revoked;
  }
}

const unknownSeller = (sellerId: string) => notFound(`No seller has the id ${sellerId}`);
