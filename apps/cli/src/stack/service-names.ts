/** The processes of a stack, in the order in which an event passes through them; the door comes last. */
export const serviceNames = ['orders', 'tracking', 'returns', 'reimbursements', 'gateway'] as const;
export type ServiceName = (typeof serviceNames)[number];

/** The services behind the door. */
export const innerServices = ['orders', 'tracking', 'returns', 'reimbursements'] as const;
export type InnerService = (typeof innerServices)[number];
