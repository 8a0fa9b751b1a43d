import type { ConfigSpec } from '#runtime';

/** Nothing of its own beside what every service reads. */
export const ordersConfig = {} as const satisfies ConfigSpec;
