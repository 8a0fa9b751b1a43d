import { readdir, readFile, readlink } from 'node:fs/promises';

/** Clock ticks per second in /proc, the same on every Linux that Node runs on. */
const TICKS = 100;
const LISTEN = '0A';

/** A process as /proc/<pid>/stat shows it. */
export interface ProcessStat {
  parent: number;
  /** Own time, in seconds. */
  own: number;
  /** Of children that have ended and were waited for, in seconds. */
  ended: number;
}

/** Reads a line of /proc/<pid>/stat. The name in brackets may itself hold spaces and brackets. */
export function parseStat(line: string): ProcessStat {
  const fields = line.slice(line.lastIndexOf(')') + 2).split(' ');
  const ticks = (index: number): number => Number(fields[index]) / TICKS;
  return { parent: Number(fields[1]), own: ticks(11) + ticks(12), ended: ticks(13) + ticks(14) };
}

/**
 * CPU seconds of each of these processes with all below it, since it began: the difference of two calls is what a
 * stretch of work cost, children that came and went included. Undefined where one cannot be seen.
 */
export async function cpuSeconds(roots: readonly number[]): Promise<number[] | undefined> {
  const all = await processes();
  const below = (pid: number): number => {
    const stat = all.get(pid);
    if (!stat) return NaN;
    const children = [...all].filter(([, { parent }]) => parent === pid);
    return children.reduce((sum, [child]) => sum + below(child), stat.own + stat.ended);
  };
  const seconds = roots.map(below);
  return seconds.some(Number.isNaN) ? undefined : seconds;
}

async function processes(): Promise<Map<number, ProcessStat>> {
  const stats = await Promise.all(
    (await pids()).map(async (pid) => {
      const line = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined);
      return line === undefined ? [] : [[pid, parseStat(line)] as const];
    }),
  );
  return new Map(stats.flat());
}

async function pids(): Promise<number[]> {
  const names = await readdir('/proc').catch(() => []);
  return names.filter((name) => /^\d+$/.test(name)).map(Number);
}

/** The process that listens on a port of this machine, if it may be seen: the server behind an address. */
export async function listenerOn(port: number): Promise<number | undefined> {
  const tables = await Promise.all(
    ['tcp', 'tcp6'].map((name) => readFile(`/proc/net/${name}`, 'utf8').catch(() => '')),
  );
  const sockets = new Set(tables.flatMap((table) => listeningSockets(table, port)));
  if (sockets.size === 0) return undefined;
  const holders = new Set<number>();
  for (const pid of await pids()) {
    const open = await readdir(`/proc/${pid}/fd`).catch(() => []);
    const targets = await Promise.all(open.map((fd) => readlink(`/proc/${pid}/fd/${fd}`).catch(() => '')));
    if (targets.some((target) => sockets.has(target))) holders.add(pid);
  }
  // A server may leave its socket to its children: the server is the one above them.
  const all = await processes();
  return [...holders].find((pid) => !holders.has(all.get(pid)?.parent ?? 0));
}

/** From /proc/net/tcp: the sockets that listen on the port, as links in /proc/<pid>/fd name them. */
export function listeningSockets(table: string, port: number): string[] {
  const suffix = `:${port.toString(16).toUpperCase().padStart(4, '0')}`;
  return table
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .filter(([, local, , state]) => local?.endsWith(suffix) && state === LISTEN)
    .map((fields) => `socket:[${fields[9]}]`);
}
