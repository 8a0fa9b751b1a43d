import type { ConfigSpec } from '#runtime';

/** Nothing of its own beside what every service reads: its numbers are policy (Words). */
export const trackingConfig = {} as const satisfies ConfigSpec;
