import { access, mkdir, readdir, readFile, rename, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** A file must have stood still for so long: until then somebody may be writing it. */
const SETTLE_MS = 3_000;
/** A file that was taken and not finished for so long was taken by a process that has died. */
const ABANDONED_MS = 600_000;

interface Seen {
  size: number;
  changedAt: number;
  since: number;
}

/** The folder of one carrier: files come in, are taken by one process, and end in `done` or `failed`. */
export class DropFolder {
  private seen = new Map<string, Seen>();

  constructor(readonly path: string) {}

  /** Files that have stood still; those that a dead process had taken are put back first. */
  async settled(now: number): Promise<string[]> {
    await this.putBackAbandoned(now);
    const before = this.seen;
    this.seen = new Map();
    for (const name of await this.names('')) {
      const state = await stat(join(this.path, name)).catch(() => undefined);
      if (state === undefined) continue;
      const { size, mtimeMs: changedAt } = state;
      const known = before.get(name);
      const same = known?.size === size && known.changedAt === changedAt;
      this.seen.set(name, { size, changedAt, since: same ? known.since : now });
    }
    return [...this.seen].filter(([, { since }]) => now - since >= SETTLE_MS).map(([name]) => name);
  }

  /** Takes a file, so that no other process does. @returns its bytes; undefined when another was faster */
  async take(name: string, most: number): Promise<Buffer | 'too-large' | undefined> {
    await mkdir(join(this.path, 'taken'), { recursive: true });
    try {
      const now = new Date();
      // Before it is taken: a file that is old must not look abandoned.
      await utimes(join(this.path, name), now, now);
      await rename(join(this.path, name), this.taken(name));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
      throw error;
    }
    const { size } = await stat(this.taken(name));
    return size > most ? 'too-large' : readFile(this.taken(name));
  }

  async done(name: string, now: Date): Promise<void> {
    await rename(this.taken(name), await this.free('done', name, now));
  }

  async failed(name: string, faults: string, now: Date): Promise<void> {
    const place = await this.free('failed', name, now);
    await writeFile(`${place}.errors.csv`, faults);
    await rename(this.taken(name), place);
  }

  async putBack(name: string): Promise<void> {
    this.seen.delete(name);
    await rename(this.taken(name), join(this.path, name));
  }

  private taken(name: string): string {
    return join(this.path, 'taken', name);
  }

  /** Where a file of this name may go: never over another that had it. */
  private async free(folder: string, name: string, now: Date): Promise<string> {
    await mkdir(join(this.path, folder), { recursive: true });
    const place = join(this.path, folder, name);
    const isFree = await access(place).then(
      () => false,
      () => true,
    );
    if (isFree) return place;
    return join(this.path, folder, name.replace(/\.csv$/i, `.${now.toISOString().replaceAll(':', '-')}.csv`));
  }

  private async putBackAbandoned(now: number): Promise<void> {
    for (const name of await this.names('taken')) {
      const state = await stat(this.taken(name)).catch(() => undefined);
      // Another process may be putting it back as well.
      if (state !== undefined && now - state.mtimeMs > ABANDONED_MS)
        await this.putBack(name).catch(() => undefined);
    }
  }

  /** Files, and no links: what lies elsewhere is nobody's to name. */
  private async names(folder: string): Promise<string[]> {
    const entries = await readdir(join(this.path, folder), { withFileTypes: true }).catch(
      (error: NodeJS.ErrnoException) => {
        if (error.code === 'ENOENT') return [];
        throw error;
      },
    );
    return entries
      .filter((entry) => entry.isFile() && /^[^.].*\.csv$/i.test(entry.name))
      .map(({ name }) => name);
  }
}
