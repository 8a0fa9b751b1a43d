import type { OperatorRole, SellerRole } from '#contracts';

export type UserRole = SellerRole | OperatorRole;

/** A user as somebody asks for it. */
export interface UserRequest {
  name?: unknown;
  role?: unknown;
  /** Each use of its refresh token gives a new one. */
  rotating?: unknown;
}

/** The user that is asked for, or every fault of the request at once. */
export function readUser(
  { name, role, rotating = false }: UserRequest,
  roles: readonly UserRole[],
): { name: string; role: UserRole; rotating: boolean } | { faults: string[] } {
  const faults = faultsInName(name);
  const known = roles.find((one) => one === role);
  if (known === undefined) faults.push(`role: must be one of ${roles.join(', ')}`);
  if (typeof rotating !== 'boolean') faults.push('rotating: must be true or false');
  return faults.length > 0 || known === undefined
    ? { faults }
    : { name: String(name), role: known, rotating: rotating === true };
}

/** Every fault of the name of a seller or a user at once. */
export function faultsInName(name: unknown): string[] {
  if (typeof name !== 'string' || name.trim() === '') return ['name: must be given'];
  const faults: string[] = [];
  if (name.length > 200) faults.push('name: must be at most 200 characters');
  if (name !== name.trim()) faults.push('name: must not begin or end with a space');
  if (/\p{Cc}/u.test(name)) faults.push('name: must not contain control characters');
  return faults;
}
