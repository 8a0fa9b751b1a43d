import type { Databases } from '#messaging';
import { ConfigError } from '#runtime';
import type { BuyerKeys } from './store/buyer-keys.js';
import { usedKeys } from './store/sealed-rows.js';

/** The keys of the environment. @throws ConfigError when something is sealed under a key that is not among them */
export async function heldKeys(keys: BuyerKeys, database: Databases['worker']): Promise<BuyerKeys> {
  const missing = (await database.transaction(usedKeys)).filter((id) => !keys.has(id));
  if (missing.length === 0) return keys;
  const ids = missing.map((id) => id.toString('hex')).join(', ');
  throw new ConfigError([
    `BUYER_DATA_KEYS lacks the key(s) with id ${ids}, under which buyers' data is sealed: add them again ` +
      'behind the first, and take them away only after "npm run admin -- buyers reencrypt" is done',
  ]);
}
