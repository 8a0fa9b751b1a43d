import type { Migration } from '#postgres';
import { Registry1700000100000 } from './1700000100000-registry.js';
import { RatePlans1796515200001 } from './1796515200001-rate-plans.js';
import { Users1796601600000 } from './1796601600000-users.js';
import { KeyRotation1796601600002 } from './1796601600002-key-rotation.js';
import { Feeds1796602000000 } from './1796602000000-feeds.js';

export const migrations: Migration[] = [
  Registry1700000100000,
  RatePlans1796515200001,
  Users1796601600000,
  KeyRotation1796601600002,
  Feeds1796602000000,
];
