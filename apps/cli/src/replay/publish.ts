import { toHeaders } from '#contracts';
import type { KafkaPort } from '#messaging';
import type { Report } from './report.js';

/** Bytes of one request: below the 8 MiB of an inbound topic even when all go to one partition. */
const CHUNK_BYTES = 3_000_000;
const HEADER_BYTES = 300;

/** Publishes reports as their publisher: acknowledged by all replicas, each stamped with its own instant. */
export async function publish(
  kafka: Pick<KafkaPort, 'send'>,
  topic: string,
  reports: readonly Report[],
  published: (count: number) => void,
): Promise<void> {
  let chunk: Parameters<KafkaPort['send']>[0][number][] = [];
  let bytes = 0;
  const flush = async (): Promise<void> => {
    if (chunk.length === 0) return;
    await kafka.send(chunk);
    published(chunk.length);
    [chunk, bytes] = [[], 0];
  };
  for (const report of reports) {
    const value = JSON.stringify(report.data);
    const { id, type, source, at } = report;
    chunk.push({
      topic,
      key: report.key,
      value,
      headers: toHeaders({ id, type, source, time: at }),
      timestamp: at,
    });
    bytes += value.length + HEADER_BYTES;
    if (bytes > CHUNK_BYTES) await flush();
  }
  await flush();
}
