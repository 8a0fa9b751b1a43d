import { UserError } from '../user-error.js';

/** The processes of a stack, in the order in which an event passes through them; the door comes last. */
export const serviceNames = ['orders', 'tracking', 'returns', 'reimbursements', 'gateway'] as const;
export type ServiceName = (typeof serviceNames)[number];

/** The services behind the door. */
export const innerServices = ['orders', 'tracking', 'returns', 'reimbursements'] as const;
export type InnerService = (typeof innerServices)[number];

/** The service that somebody named. @throws UserError that lists those there are */
export function serviceNamed<S extends ServiceName>(name: string, among: readonly S[]): S {
  const service = among.find((known) => known === name);
  if (service === undefined) {
    throw new UserError(`There is no service "${name}"; one of ${among.join(', ')}.`);
  }
  return service;
}
