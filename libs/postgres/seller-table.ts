/** SQL expression: the seller whose rows this transaction may see; null outside a seller's request. */
const CURRENT_SELLER = `nullif(current_setting('makegood.seller_id', true), '')::uuid`;

/**
 * Migration SQL that walls a table off by seller (second wall behind the code): role `api` reads and writes the
 * current seller's rows only, `worker` all, `ops` reads all. Roles are told apart by their name's ending, since a
 * namespace may prefix it.
 */
export function sellerTable(table: string): string {
  return `
    alter table ${table} enable row level security;
    alter table ${table} force row level security;
    create policy seller_rows on ${table}
      using ((select current_user not like '%\\_api') or seller_id = ${CURRENT_SELLER})
      with check ((select current_user not like '%\\_api') or seller_id = ${CURRENT_SELLER});
  `;
}
