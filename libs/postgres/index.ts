export { audit, auditTrail, type AuditEntry, type AuditLine } from './audit.js';
export { sql, type Statement } from './statement.js';
export { columns, joined, type ColumnValue } from './columns.js';
export type { Tx } from './tx.js';
export { Database, sessionOptions, type DatabaseRole, type RoleLogin } from './database.js';
export { migrate, type Migration } from './migrate.js';
export { sellerTable } from './seller-table.js';
export { isRetryable, sqlStateOf } from './sql-state.js';
export { parseInstant, rowTypes } from './row-types.js';
