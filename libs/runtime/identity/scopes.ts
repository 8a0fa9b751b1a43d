import {
  operatorRoles,
  sellerRoles,
  type OperatorRole,
  type PublisherRole,
  type SellerRole,
} from '#contracts';

const SELLER_READS = [
  'orders:read',
  'returns:read',
  'tracking:read',
  'reimbursements:read',
  'accounting:read',
  'policies:read',
  'catalogue:read',
  'stock:read',
] as const;
const SELLER_WRITES = ['orders:write', 'returns:write', 'catalogue:write'] as const;
/** Of an owner alone: what moves money, who holds keys, and what is done with buyers' data. */
const OWNER_ONLY = [
  'reimbursements:write',
  'users:read',
  'users:write',
  'keys:read',
  'keys:write',
  'buyers:read',
  'buyers:write',
] as const;
const OPERATOR_READS = [
  'sellers:read',
  'publishers:read',
  'parked:read',
  'users:read',
  'keys:read',
  'network:read',
] as const;
const ADMIN_ONLY = [
  'sellers:write',
  'publishers:write',
  'policies:write',
  'parked:write',
  'users:write',
  'keys:write',
  'operators:read',
  'operators:write',
  'audit:read',
  'recovery:write',
  'catalogue:write',
  'stock:write',
  'network:write',
  'buyers:read',
  'buyers:write',
] as const;
const WAREHOUSE = ['reports:write', 'shipments:read', 'stock:write', 'network:read'] as const;

/** What an operation may ask for; a token request names them in `scope`. */
export const SCOPES = [
  ...new Set([
    ...SELLER_READS,
    ...SELLER_WRITES,
    ...OWNER_ONLY,
    ...OPERATOR_READS,
    ...ADMIN_ONLY,
    ...WAREHOUSE,
  ]),
];
export type Scope = (typeof SCOPES)[number];

export type Role = SellerRole | OperatorRole | PublisherRole;

/** Who may do what, all of it. A publisher's scope and a seller's id narrow it further, row by row. */
const ROLE_SCOPES: Record<Role, readonly Scope[]> = {
  owner: [...SELLER_READS, ...SELLER_WRITES, ...OWNER_ONLY],
  developer: [...SELLER_READS, ...SELLER_WRITES],
  'view-only': SELLER_READS,
  admin: [...SELLER_READS, ...OPERATOR_READS, ...ADMIN_ONLY],
  support: [...SELLER_READS, ...OPERATOR_READS],
  network: WAREHOUSE,
  warehouse: WAREHOUSE,
  carrier: ['reports:write'],
  'order-source': ['reports:write'],
};

export const isRole = (role: unknown): role is Role =>
  typeof role === 'string' && Object.hasOwn(ROLE_SCOPES, role);
export const isScope = (scope: unknown): scope is Scope => SCOPES.some((known) => known === scope);

/** What a role may do. */
export const scopesOf = (role: Role): readonly Scope[] => ROLE_SCOPES[role];

/** The roles that may do something, for who has to ask for one of them. */
const rolesWith = (scope: Scope, among: readonly Role[]): Role[] =>
  among.filter((role) => ROLE_SCOPES[role].includes(scope));

/** As far as it decides on what a caller may do. */
interface Holder {
  role?: Role;
  /** Only these of what its role may; absent: all. */
  scopes?: readonly Scope[];
}

/** Why a caller may not do what needs this scope, and what to do about it; nothing when it may. */
export function lacks({ role, scopes }: Holder, scope: Scope): string | undefined {
  if (role === undefined || !ROLE_SCOPES[role].includes(scope)) {
    const peers = [sellerRoles, operatorRoles].find((roles) => roles.some((one) => one === role)) ?? [];
    const enough = rolesWith(scope, peers);
    const advice = enough.length === 0 ? '' : `; use the key of a user with the role ${enough.join(' or ')}`;
    return `The role ${role ?? 'of this caller'} does not have the scope ${scope}${advice}`;
  }
  if (scopes !== undefined && !scopes.includes(scope)) {
    return `The access token was asked for with the scope "${scopes.join(' ')}" only; ask for one with ${scope}`;
  }
  return undefined;
}
