import { expect, test } from '@jest/globals';
import { contracts, toHeaders } from '#contracts';
import type { Statement, Tx } from '#postgres';
import { keep, type KeptRow } from '../parking/records.js';
import type { Heard } from './slice.js';
import { SliceTurn } from './slice-turn.js';

const contract = contracts().find(({ kind }) => kind === 'report')!;

/** A report that waits, at this offset of this topic. */
function waiting(topic: string, offset: number): KeptRow {
  const { type, sample } = contract;
  const headers = toHeaders({ id: `${offset}`, type, source: 'urn:x', subject: 's', time: 0 });
  const record = {
    offset: BigInt(offset),
    key: null,
    value: Buffer.from(JSON.stringify(sample)),
    headers: Object.fromEntries(Object.entries(headers).map(([name, text]) => [name, Buffer.from(text)])),
    timestamp: offset,
  };
  const kept = keep({ topic, partition: 0 }, record);
  return {
    ...kept,
    id: offset,
    record_offset: offset,
    record_at: offset,
    headers: JSON.parse(kept.headers) as Record<string, string>,
  };
}

test('who hundreds of woken reports are from is asked once per topic, not once per report', async () => {
  const asked: string[] = [];
  const rows = Array.from({ length: 300 }, (_, at) =>
    waiting(at % 2 === 0 ? 'inbound.ups' : 'inbound.dhl', at),
  );
  const tx = {
    send: () => undefined,
    query: async ({ name }: Statement, [topic]: string[]) => {
      if (name === 'waiting_take') return rows;
      if (name !== 'publisher_find') return [];
      asked.push(topic ?? '');
      return [{ publisherId: `of ${topic}`, topic }];
    },
  } as unknown as Tx;
  const heard = { hearing: new Map([['inbound', { types: new Set([contract.type]), takesStrays: false }]]) };
  const woken = await new SliceTurn(tx, heard as unknown as Heard).waiting.wake(['order:1']);
  expect(asked.toSorted()).toEqual(['inbound.dhl', 'inbound.ups']);
  expect(woken.map(({ position, publisher }) => [position.offset, publisher?.publisherId])).toEqual(
    rows.map(({ topic, record_offset }) => [BigInt(record_offset), `of ${topic}`]),
  );
});
