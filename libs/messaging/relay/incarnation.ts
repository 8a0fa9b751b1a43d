import type { Client } from 'pg';
import type { KafkaPort } from '../kafka/port.js';

/** The relay's row: where it stands, and of which database it speaks. */
export interface RelayRow {
  epoch: string;
  tick: string;
  acked: string;
  prev: string;
  cur: string;
  incarnation: string;
  system_identifier: string | null;
  timeline: number | null;
}

/** The database is not the one that Kafka's records came from: nothing may be sent under its name. */
export class StaleDatabaseError extends Error {}

const remedy = (service: string): string =>
  'If the database was restored or moved on purpose, start a new incarnation: ' +
  `npm run admin -- incarnation new ${service}`;

/**
 * Refuses a database older than what Kafka holds (restore, lossy failover, disk snapshot): its ticks would be used
 * again and hearers would drop new events silently (messaging-review 5).
 */
export async function checkIncarnation(
  client: Client,
  row: RelayRow,
  kafka: KafkaPort,
  service: string,
  topic: string,
  checkGroup: string,
): Promise<void> {
  const { rows } = await client.query<{ system_identifier: string; timeline: number }>(
    `select s.system_identifier::text, c.timeline_id as timeline from pg_control_system() s, pg_control_checkpoint() c`,
  );
  const here = rows[0]!;
  if (row.system_identifier === null) {
    await client.query('update relay set system_identifier = $1, timeline = $2', [
      here.system_identifier,
      here.timeline,
    ]);
  } else if (row.system_identifier !== here.system_identifier || row.timeline !== here.timeline) {
    throw new StaleDatabaseError(
      `The outbox belongs to database system ${row.system_identifier} timeline ${row.timeline}, this is ` +
        `${here.system_identifier} timeline ${here.timeline}. ${remedy(service)}`,
    );
  }
  for (const { partition, record } of await kafka.lastRecords(topic, checkGroup)) {
    const source = record.headers['ce_source']?.toString() ?? '';
    const tick = Number(record.headers['ce_tick']?.toString() ?? 0);
    if (source.endsWith(row.incarnation) && tick > Number(row.tick)) {
      throw new StaleDatabaseError(
        `${topic}[${partition}] already holds tick ${tick} of this outbox, whose row says ${row.tick}: the database ` +
          `is older than Kafka. ${remedy(service)}`,
      );
    }
  }
}
