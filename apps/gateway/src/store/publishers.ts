import type { Instant, PublisherRole, PublisherScope } from '#contracts';
import { sql, type Tx } from '#postgres';

export interface RegisteredPublisher {
  publisherId: string;
  name: string;
  role: PublisherRole;
  scope: PublisherScope;
  /** Without the prefix of the namespace. */
  topic: string;
  addedAt: Instant;
  revokedAt: Instant | null;
}

const COLUMNS = `publisher_id as "publisherId", name, role, scope, topic, added_at as "addedAt",
  revoked_at as "revokedAt"`;
const INSERT = sql(
  'publisher_insert',
  `insert into registry_publisher (publisher_id, name, role, scope, topic) values ($1, $2, $3, $4, $5)
   on conflict (name) do nothing returning ${COLUMNS}`,
);
const TAKEN = sql('publisher_taken', 'select 1 from registry_publisher where name = $1');
const FIND = sql('publisher_by_id', `select ${COLUMNS} from registry_publisher where publisher_id = $1`);
const LIST = sql('publisher_list', `select ${COLUMNS} from registry_publisher order by name`);
const REVOKE = sql(
  'publisher_revoke',
  `update registry_publisher set revoked_at = coalesce(revoked_at, clock_now())
   where publisher_id = $1 returning ${COLUMNS}`,
);

/** Adds a publisher; nothing when the name is taken: a name is a topic, and never given twice. */
export async function insertPublisher(
  tx: Tx,
  { publisherId, name, role, scope, topic }: Omit<RegisteredPublisher, 'addedAt' | 'revokedAt'>,
): Promise<RegisteredPublisher | undefined> {
  const values = [publisherId, name, role, JSON.stringify(scope), topic];
  const [row] = await tx.query<RegisteredPublisher>(INSERT, values);
  return row;
}

export const isPublisherNameTaken = async (tx: Tx, name: string): Promise<boolean> =>
  (await tx.query(TAKEN, [name])).length > 0;

export async function findPublisher(tx: Tx, publisherId: string): Promise<RegisteredPublisher | undefined> {
  const [row] = await tx.query<RegisteredPublisher>(FIND, [publisherId]);
  return row;
}

export const listPublishers = (tx: Tx): Promise<RegisteredPublisher[]> => tx.query<RegisteredPublisher>(LIST);

/** Revokes a publisher for good; the first instant of revocation stays. */
export async function revokePublisher(tx: Tx, publisherId: string): Promise<RegisteredPublisher | undefined> {
  const [row] = await tx.query<RegisteredPublisher>(REVOKE, [publisherId]);
  return row;
}
