import { applyDecorators, createParamDecorator, SetMetadata, type ExecutionContext } from '@nestjs/common';
import { ApiSecurity } from '@nestjs/swagger';
import type { PublisherRole, PublisherScope } from '#contracts';
import type { Role, Scope } from './scopes.js';

export const PRINCIPAL_KINDS = ['seller', 'operator', 'publisher', 'service', 'anyone'] as const;
export type PrincipalKind = (typeof PRINCIPAL_KINDS)[number];

/** Who is calling, as the signed internal identity says; never taken from a body or a query. */
export interface Principal {
  kind: PrincipalKind;
  /** Seller id, publisher id, service name, an operator's user id, `operator` for the one of the environment, or `anyone`. */
  id: string;
  /** Set for kind `seller`: every row read or written belongs to this seller. */
  sellerId?: string;
  /** What it may do follows from it (`scopes.ts`); services alone have none. */
  role?: Role;
  /** The user of a seller whose key it is; absent for the seller's own. */
  userId?: string;
  /** By which key it was let in, for the trail of who did what. */
  clientId?: string;
  /** Of a publisher: for which centres, carriers and sellers it speaks; a list that is absent is no limit. */
  reach?: PublisherScope;
  /** The token was asked for with these only; absent: all that the role may do. */
  scopes?: Scope[];
}

/** Whom a route lets in: a kind of caller, or the publishers of one role only. */
export type Allowed = PrincipalKind | PublisherRole;

/** Whether one of those whom a route lets in is this caller. */
export const isAllowed = (allowed: readonly Allowed[], { kind, role }: Principal): boolean =>
  allowed.some((one) => one === kind || (kind === 'publisher' && one === role));

/** Whether a publisher speaks for this fulfilment centre; one without a list speaks for all of them. */
export const reachesCentre = ({ reach }: Principal, fulfillmentCenterId: string): boolean =>
  reach?.fulfillmentCenterIds?.includes(fulfillmentCenterId) ?? true;

/** Whoever comes to a public page: nobody asks who that is, and only routes that allow `anyone` answer. */
export const ANYONE: Principal = { kind: 'anyone', id: 'anyone' };

/** The seller who calls, on a route that only sellers are let into. */
export function sellerOf({ sellerId }: Principal): string {
  if (sellerId === undefined) throw new Error('a seller was let in without its id');
  return sellerId;
}

/** Whether the caller may see what belongs to that seller: its own, or all when it is no seller. */
export function maySee(caller: Principal, { sellerId }: { sellerId: string }): boolean {
  return caller.kind === 'seller' ? caller.sellerId === sellerId : true;
}

/** A request that the identity guard has let pass. */
export interface IdentifiedRequest {
  headers: Record<string, string | string[] | undefined>;
  principal?: Principal;
  /** Why nobody is known behind it. */
  refusal?: string;
}

export const ALLOWED = 'makegood:allowed';
export const NEEDED = 'makegood:needed';
export const PUBLIC_ROUTE = 'makegood:public';

/** Who may call a controller or a method. Without it (and without `@Public()`) nobody may. */
export const Allow = (...allowed: [Allowed, ...Allowed[]]): ClassDecorator & MethodDecorator =>
  SetMetadata(ALLOWED, allowed);

/** The scope that callers of a controller or a method must have; every route that lets in others than services has one. */
export const Needs = (scope: Scope): ClassDecorator & MethodDecorator =>
  applyDecorators(SetMetadata(NEEDED, scope), ApiSecurity('oauth2', [scope]), ApiSecurity('access-token'));

/** No identity asked: health, metrics, the OpenAPI document, the token endpoint. */
export const Public = (): ClassDecorator & MethodDecorator => SetMetadata(PUBLIC_ROUTE, true);

/** The `Principal` of this request, as a parameter of a controller's method. */
export const Caller = createParamDecorator((_: unknown, context: ExecutionContext): Principal => {
  const { principal } = context.switchToHttp().getRequest<IdentifiedRequest>();
  if (principal === undefined) throw new Error('@Caller() was asked for on a route without an identity');
  return principal;
});
