import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { audit, type AuditEntry, type Tx } from '#postgres';
import type { IdentifiedRequest, Principal } from '../identity/principal.js';

/** Who acts, and in which request: all that the trail tells of them. */
export interface Actor extends Principal {
  requestId: string;
}

/** The `Actor` of this request, as a parameter of a controller's method: for what is kept on the trail. */
export const Acting = createParamDecorator((_: unknown, context: ExecutionContext): Actor => {
  const { principal, id } = context.switchToHttp().getRequest<IdentifiedRequest & { id: string }>();
  if (principal === undefined) throw new Error('@Acting() was asked for on a route without an identity');
  return { ...principal, requestId: id };
});

/** What was done to what; `outcome` is `done` unless told. Neither may hold secrets or names of buyers. */
export interface Act {
  action: string;
  subject: string;
  outcome?: string;
}

/** A line of the trail about somebody. */
export const lineOf = (actor: Actor, { action, subject, outcome = 'done' }: Act): AuditEntry => ({
  who: `${actor.kind} ${actor.id}`,
  role: actor.role,
  userId: actor.userId,
  clientId: actor.clientId,
  requestId: actor.requestId,
  action,
  subject,
  outcome,
});

/** Keeps what somebody does on the trail, in the transaction that does it: either both happen, or neither. */
export const keepAct = (tx: Tx, actor: Actor, act: Act): void => audit(tx, lineOf(actor, act));
