import type { Migration } from '#postgres';
import { Reimbursements1767225600004 } from './1767225600004-reimbursements.js';

export const migrations: readonly Migration[] = [Reimbursements1767225600004];
