import type { Migration } from '#postgres';
import { Orders1767225600000 } from './1767225600000-orders.js';

export const migrations: Migration[] = [Orders1767225600000];
