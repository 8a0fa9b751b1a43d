import type { Kind } from './kind.js';
import { messageKinds } from './message-kinds.js';
import { networkKinds } from './network-kinds.js';
import { processKinds } from './process-kinds.js';
import { serverKinds } from './server-kinds.js';

/** Every kind of fault that a system under load must bear. */
export const kinds: readonly Kind[] = [...processKinds, ...networkKinds, ...messageKinds, ...serverKinds];
