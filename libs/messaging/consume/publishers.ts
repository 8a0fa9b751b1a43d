import { is, type Batch, type Incoming, type Publisher } from '../incoming.js';
import { PublisherChanged, reportsOf } from '#contracts';
import { columns, sql, type Database, type Tx } from '#postgres';

const SAVE = sql(
  'publisher_save',
  `insert into publisher (publisher_id, name, topic, role, scope, revoked_at)
   select id, name, topic, role, scope, instant(revoked_at)
   from unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::jsonb[], $6::bigint[])
     as p (id, name, topic, role, scope, revoked_at)
   on conflict (publisher_id) do update
   set name = excluded.name, topic = excluded.topic, role = excluded.role, scope = excluded.scope,
       revoked_at = coalesce(publisher.revoked_at, excluded.revoked_at)`,
);
const BY_TOPIC_OR_ID = sql(
  'publisher_find',
  `select publisher_id as "publisherId", name, topic, role, scope, revoked_at as "revokedAt"
   from publisher where topic = $1 or publisher_id = any ($2::uuid[])`,
);
const TOPICS = sql('publisher_topics', `select topic from publisher where revoked_at is null order by topic`);

/** Where reports stand that the gateway let in: who hears publishers hears it, whoever else there is. */
export const GATEWAY_REPORTS = 'inbound.gateway';

/** @param id left out where the topic says who speaks */
export type FindPublisher = (id: string | undefined) => KnownPublisher | undefined;

export type KnownPublisher = Publisher & { topic: string; revokedAt: number | null };

/** May this role send this report at all? Anything else is `not-yours` (Words, report). */
export function mayReport(role: Publisher['role'], type: string): boolean {
  const reports = reportsOf(role);
  return reports === 'all' || reports.includes(type);
}

/** Keeps this service's copy of the registry, from the gateway's facts. @returns the publishers that changed. */
export async function savePublishers(tx: Tx, batch: Batch): Promise<string[]> {
  const last = new Map<string, Incoming<PublisherChanged>>();
  for (const incoming of batch)
    if (is(PublisherChanged, incoming)) last.set(incoming.data.publisherId, incoming);
  if (last.size === 0) return [];
  await tx.query(
    SAVE,
    columns([...last.values()], {
      id: ({ data }) => data.publisherId,
      name: ({ data }) => data.name,
      topic: ({ data }) => data.topic,
      role: ({ data }) => data.role,
      scope: ({ data }) => JSON.stringify(data.scope),
      revokedAt: ({ data, time }) => (data.revoked ? time : null),
    }),
  );
  return [...last.keys()];
}

/** Who speaks: the topic says it, or on the gateway's topic the id that the gateway stamped. */
export async function findPublishers(tx: Tx, topic: string, ids: readonly string[]): Promise<FindPublisher> {
  const known = await tx.query<KnownPublisher>(BY_TOPIC_OR_ID, [topic, ids]);
  const ofTopic = known.find((publisher) => publisher.topic === topic);
  return (id) => ofTopic ?? known.find((publisher) => publisher.publisherId === id);
}

/** Topics of the publishers that may speak now. */
export async function publisherTopics(database: Database): Promise<string[]> {
  return (await database.read<{ topic: string }>(TOPICS)).map(({ topic }) => topic);
}
