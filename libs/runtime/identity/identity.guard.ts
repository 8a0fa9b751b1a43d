import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { forbidden, ApiError } from '../http/api-error.js';
import {
  ALLOWED,
  isAllowed,
  NEEDED,
  PUBLIC_ROUTE,
  type Allowed,
  type IdentifiedRequest,
  type Principal,
} from './principal.js';
import { lacks, type Scope } from './scopes.js';
import { IDENTITY_HEADER } from './sign-identity.js';
import { IdentityRefused, type VerifyIdentity } from './verify-identity.js';

const DENIED = 'Access to requested resource is denied';

/** Turns a request into its principal; throws an `ApiError` when it carries none that counts. */
export abstract class IdentifyRequest {
  abstract identify(request: IdentifiedRequest): Promise<NonNullable<IdentifiedRequest['principal']>>;
}

/** How services know who calls: by the internal identity and nothing else. */
export class IdentifyByInternalToken extends IdentifyRequest {
  constructor(private readonly verify: VerifyIdentity) {
    super();
  }

  override async identify(request: IdentifiedRequest): Promise<NonNullable<IdentifiedRequest['principal']>> {
    const token = request.headers[IDENTITY_HEADER];
    if (typeof token !== 'string') {
      throw new ApiError(401, [{ code: 'Unauthorized', message: 'This service answers the gateway only' }]);
    }
    try {
      return await this.verify(token);
    } catch (error) {
      if (!(error instanceof IdentityRefused)) throw error;
      throw new ApiError(401, [
        { code: 'Unauthorized', message: 'The internal identity is refused', details: error.message },
      ]);
    }
  }
}

/** Nobody may call anything unless `@Allow` or `@Public` says so. */
@Injectable()
export class IdentityGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly identity: IdentifyRequest,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    // A batch of events comes from Kafka through the consumer, which checks publishers by their topic.
    if (context.getType() !== 'http') return true;
    const places = [context.getHandler(), context.getClass()];
    if (this.reflector.getAllAndOverride<boolean | undefined>(PUBLIC_ROUTE, places) === true) return true;
    const request = context.switchToHttp().getRequest<IdentifiedRequest>();
    const principal = await this.identity.identify(request);
    request.principal = principal;
    const allowed = this.reflector.getAllAndOverride<Allowed[] | undefined>(ALLOWED, places) ?? [];
    if (!isAllowed(allowed, principal)) {
      const who = principal.kind === 'publisher' ? (principal.role ?? principal.kind) : principal.kind;
      throw forbidden(DENIED, `A ${who} may not call this`);
    }
    this.checkScope(principal, this.reflector.getAllAndOverride<Scope | undefined>(NEEDED, places));
    return true;
  }

  /** Services speak for themselves, anyone comes for a public page; a route that names no scope lets in nobody else. */
  private checkScope(principal: Principal, needed: Scope | undefined): void {
    if (principal.kind === 'service' || principal.kind === 'anyone') return;
    if (needed === undefined) throw forbidden(DENIED, 'This operation names no scope: nobody may call it');
    const lack = lacks(principal, needed);
    if (lack !== undefined) throw forbidden(`${DENIED}: it needs the scope ${needed}`, lack);
  }
}
