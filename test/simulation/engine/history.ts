import { createHash } from 'node:crypto';

/** What happened, as a hash, as counts, and its last lines. */
export class History {
  private readonly hash = createHash('sha256');
  /** How often each await point was reached, by `kind of process point`. */
  readonly points = new Map<string, number>();
  /** What was done to the world, in order. */
  readonly faults: string[] = [];
  readonly counts = new Map<string, number>();

  note(process: string, point: string, fault?: string): void {
    this.hash.update(`${process} ${point} ${fault ?? ''}\n`);
    const name = point.replace(/^\w+ /, '');
    this.points.set(name, (this.points.get(name) ?? 0) + 1);
    if (fault) this.fault(fault, `${process}: ${fault} at "${point}"`);
  }

  /** Something that the nemesis did. */
  fault(kind: string, line: string): void {
    this.count(kind);
    this.faults.push(line);
    this.hash.update(`${line}\n`);
  }

  count(kind: string, times = 1): void {
    this.counts.set(kind, (this.counts.get(kind) ?? 0) + times);
  }

  /** Takes in what came of it: two runs with one digest ended alike as well as went alike. */
  digest(outcome: unknown): string {
    return this.hash.update(JSON.stringify(outcome)).digest('hex');
  }
}
