import { columns, sql, type Tx } from '#postgres';
import type { Said } from '../relay/outbox.js';
import type { KeptRecord } from './records.js';

const INSERT = sql(
  'parked_insert',
  `insert into parked (topic, "partition", record_offset, record_at, headers, key, value, type, subject, kind, reason, detail)
   select topic, "partition", record_offset, instant(at), headers, key, value, type, subject, kind, reason, detail
   from unnest($1::text[], $2::int[], $3::bigint[], $4::bigint[], $5::jsonb[], $6::bytea[], $7::bytea[], $8::text[],
               $9::text[], $10::text[], $11::text[], $12::text[])
     as p (topic, "partition", record_offset, at, headers, key, value, type, subject, kind, reason, detail)
   on conflict (topic, "partition", record_offset) do nothing
   returning topic, "partition", record_offset as "offset"`,
);
const SUBJECTS = sql(
  'parked_subjects',
  `select distinct subject from parked where topic = $1 and state = 'parked' and subject = any ($2::text[])`,
);

/** Why a record was put aside: unreadable or failing; impossible by the rules; behind one of its subject. */
export type ParkKind = 'poison' | 'impossible' | 'follower';

export interface Parked {
  record: KeptRecord;
  kind: ParkKind;
  reason: string;
  detail: string;
  type?: string;
  subject?: string;
}

const DETAIL_CHARS = 4_000;

/** @returns those that were not put aside before: a record that is read again is the same one. */
export async function insertParked(tx: Tx, parked: readonly Parked[]): Promise<readonly Parked[]> {
  if (parked.length === 0) return [];
  const rows = await tx.query<{ topic: string; partition: number; offset: number }>(
    INSERT,
    columns(parked, {
      topic: (p) => p.record.topic,
      partition: (p) => p.record.partition,
      offset: (p) => p.record.offset,
      at: (p) => p.record.at,
      headers: (p) => p.record.headers,
      key: (p) => p.record.key,
      value: (p) => p.record.value,
      type: (p) => printable(p.type),
      subject: (p) => printable(p.subject),
      kind: (p) => p.kind,
      reason: (p) => p.reason,
      detail: (p) => printable(p.detail)?.slice(0, DETAIL_CHARS),
    }),
  );
  const fresh = new Set(rows.map(({ topic, partition, offset }) => `${topic}/${partition}/${offset}`));
  return parked.filter(({ record: { topic, partition, offset } }) =>
    fresh.has(`${topic}/${partition}/${offset}`),
  );
}

/** Text columns refuse NUL; what failed must not fail again while it is put aside. */
function printable(text: string | undefined): string | null {
  return text === undefined ? null : text.replaceAll('\u0000', '\uFFFD');
}

/** Of these subjects, those with something put aside on this topic: what follows them must wait behind it. */
export async function parkedSubjects(
  tx: Tx,
  topic: string,
  subjects: readonly string[],
): Promise<Set<string>> {
  const rows = await tx.query<{ subject: string }>(SUBJECTS, [topic, subjects]);
  return new Set(rows.map(({ subject }) => subject));
}

/** A pointer for `dead-letters`, so that others see what was put aside without reading our tables. */
export function deadLetter(service: string, { record, kind, reason, detail, type, subject }: Parked): Said {
  const at = { topic: record.topic, partition: record.partition, offset: String(record.offset) };
  return {
    topic: 'dead-letters',
    key: `${at.topic}/${at.partition}/${at.offset}`,
    type: 'makegood.RecordParked.v1',
    subject: subject ?? `${at.topic}/${at.partition}/${at.offset}`,
    at: record.at,
    body: JSON.stringify({
      service,
      ...at,
      type,
      subject,
      kind,
      reason,
      detail: detail.slice(0, DETAIL_CHARS),
    }),
  };
}
