import type { Migration } from '#postgres';
import { Registry1700000100000 } from './1700000100000-registry.js';

export const migrations: Migration[] = [Registry1700000100000];
