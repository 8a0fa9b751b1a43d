import { setTimeout as sleep } from 'node:timers/promises';
import { SERVICES } from '../stack/fault-stack.js';
import { writeFillers } from '../observe/fillers.js';
import type { Arena, Kind } from './kind.js';

/** What the design asks of one tick after an outage. */
const HUGE_TICK = 310_000;

function serversOf({ servers }: Arena): NonNullable<Arena['servers']> {
  if (!servers) throw new Error('this kind of fault needs servers of the run’s own');
  return servers;
}

/** What happens to Kafka and Postgres themselves. */
export const serverKinds: readonly Kind[] = [
  ...(['kafka', 'postgres'] as const).flatMap((server): Kind[] => [
    {
      name: `kill-${server}`,
      ownServers: true,
      inject: async (arena) => {
        const servers = serversOf(arena);
        arena.tell(`${server} ${server === 'kafka' ? 'is killed' : 'stops at once'}`);
        await servers.kill(server);
        await sleep(arena.random.whole(200, 1_500));
        await servers.start();
        return true;
      },
    },
    {
      name: `stop-${server}`,
      ownServers: true,
      inject: async (arena) => {
        const servers = serversOf(arena);
        arena.tell(`SIGSTOP ${server} for some seconds`);
        await servers.signal(server, 'SIGSTOP');
        await sleep(arena.random.whole(2_000, 5_000));
        await servers.signal(server, 'SIGCONT');
        return true;
      },
    },
  ]),
  {
    // One transaction is one tick at least: whatever is written while Kafka is away goes out in one.
    name: 'huge-tick',
    ownServers: true,
    once: true,
    inject: async (arena) => {
      const servers = serversOf(arena);
      await servers.signal('kafka', 'SIGSTOP');
      try {
        await writeFillers(arena.stack.sql, 'returns', arena.fillers, HUGE_TICK);
        arena.fillers += HUGE_TICK;
      } finally {
        await servers.signal('kafka', 'SIGCONT');
      }
      arena.tell(`${HUGE_TICK} rows in one tick`);
      // In the midst of it whoever sends it is killed: the next one begins it again, under the same names.
      await sleep(4_000);
      const sender = arena.stack.relayOf('returns');
      await sender?.kill();
      sender?.start();
      // Whatever interrupts it makes it begin again: the faults that follow could keep it from ever being sent.
      await untilSaid(arena.stack);
      return true;
    },
  },
  {
    name: 'terminate-backend',
    inject: async ({ stack, tell }) => {
      const { rows } = await stack.sql.query<{ ended: boolean }>(
        `select pg_terminate_backend(pid) as ended from (
           select pid from pg_stat_activity
           where datname = current_database() and pid <> pg_backend_pid() and application_name ~ '-(worker|api|ops)'
           order by random() limit 12) as picked`,
      );
      tell(`${rows.length} backends of Postgres are terminated`);
      return rows.length > 0;
    },
  },
  {
    // Vacuum and the relay's snapshots have to live with it; what it wrote comes out when it commits.
    name: 'long-transaction',
    once: true,
    inject: async (arena) => {
      const client = await arena.stack.sql.connect();
      const count = 5;
      try {
        await client.query('begin');
        for (const service of ['orders', 'returns'] as const) {
          await writeFillers(client, service, arena.fillers, count);
          arena.fillers += count;
        }
        await sleep(9_000);
        await client.query('commit');
      } finally {
        client.release();
      }
      return true;
    },
  },
  {
    // 53100 is an outage, never a record's fault (messaging-review 17).
    name: 'disk-full',
    inject: async ({ stack, random, tell }) => {
      const service = random.pick(SERVICES.filter((one) => one !== 'gateway'));
      tell(`no space for the outbox of ${service}`);
      await stack.sql.query(`
        create or replace function ${service}.no_space() returns trigger language plpgsql as
        $$ begin raise exception 'could not extend file: No space left on device' using errcode = '53100'; end $$;
        create trigger no_space before insert on ${service}.outbox for each row execute function ${service}.no_space()`);
      try {
        await sleep(4_000);
      } finally {
        await untilDone(
          stack,
          `drop trigger no_space on ${service}.outbox; drop function ${service}.no_space()`,
        );
      }
      return true;
    },
  },
  ...(['forwards', 'backwards'] as const).map((way): Kind => ({
    name: `clock-${way}`,
    inject: async (arena) => {
      const jump = arena.random.whole(60_000, 600_000) * (way === 'forwards' ? 1 : -1);
      arena.tell(`the clock jumps by ${jump} ms, and back`);
      await setClock(arena, jump);
      await sleep(3_000);
      await setClock(arena, 0);
      return true;
    },
  })),
];

/** Waits, for a minute and a half at most, until returns has sent all that it has to say. */
async function untilSaid({ sql }: Arena['stack']): Promise<void> {
  const deadline = Date.now() + 90_000;
  while (Date.now() < deadline) {
    const { rows } = await sql.query<{ said: boolean }>(
      `select acked = tick and not exists (select from returns.outbox o
         where o.xid >= pg_snapshot_xmax(cur) or o.xid in (select pg_snapshot_xip(cur))) as said from returns.relay`,
    );
    if (rows[0]?.said) return;
    await sleep(500);
  }
}

/** A fault must be healed: whoever meets the services' own locks in another order (40P01) tries again. */
async function untilDone({ sql }: Arena['stack'], text: string): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    try {
      await sql.query(text);
      return;
    } catch (error) {
      if (tries === 20) throw error;
      await sleep(200);
    }
  }
}

async function setClock({ stack, clock }: Arena, offsetMs: number): Promise<void> {
  const before = clock.at(-1)?.offsetMs ?? 0;
  // Whoever looks while the services' clocks are moved one after the other may see the later instant already.
  if (offsetMs > before) clock.push({ since: Date.now(), offsetMs });
  const moves = SERVICES.map((service) => `update ${service}.clock set offset_ms = ${offsetMs};`);
  await untilDone(stack, moves.join(' '));
  if (offsetMs <= before) clock.push({ since: Date.now(), offsetMs });
}
