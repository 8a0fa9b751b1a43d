import type { Migration } from '#postgres';
import { Registry1700000100000 } from './1700000100000-registry.js';
import { RatePlans1796515200001 } from './1796515200001-rate-plans.js';

export const migrations: Migration[] = [Registry1700000100000, RatePlans1796515200001];
