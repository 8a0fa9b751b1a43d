import { createHash } from 'node:crypto';

/** What happened, as a hash, as counts, and its last lines. */
export class History {
  private readonly lines: string[] = [];
  /** How often each await point was reached, by `kind of process point`. */
  readonly points = new Map<string, number>();
  /** What was done to the world, in order. */
  readonly faults: string[] = [];
  readonly counts = new Map<string, number>();

  note(process: string, point: string, fault?: string): void {
    this.lines.push(`${process} ${point} ${fault ?? ''}`);
    const name = point.slice(point.indexOf(' ') + 1);
    this.points.set(name, (this.points.get(name) ?? 0) + 1);
    if (fault) this.fault(fault, `${process}: ${fault} at "${point}"`);
  }

  /** Something that the nemesis did. */
  fault(kind: string, line: string): void {
    this.count(kind);
    this.faults.push(line);
    this.lines.push(line);
  }

  count(kind: string, times = 1): void {
    this.counts.set(kind, (this.counts.get(kind) ?? 0) + times);
  }

  /** Takes in what came of it: two runs with one digest ended alike as well as went alike. */
  digest(outcome: unknown): string {
    return createHash('sha256').update(this.lines.join('\n')).update(JSON.stringify(outcome)).digest('hex');
  }
}
