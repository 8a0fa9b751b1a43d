import type { Principal } from '#runtime';

/** As whom the gateway reads its own registry: it belongs to the operator, not to a seller. */
export const OPERATOR: Principal = { kind: 'operator', id: 'operator', scopes: [] };
