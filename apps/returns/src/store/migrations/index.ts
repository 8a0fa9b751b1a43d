import type { Migration } from '#postgres';
import { Returns1767225600003 } from './1767225600003-returns.js';

export const migrations: readonly Migration[] = [Returns1767225600003];
