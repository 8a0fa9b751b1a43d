/** One entry of a journey, as the door tells it. */
export interface JourneyEntry {
  readonly at: string;
  readonly service: string;
  readonly kind: 'report' | 'fact' | 'decision';
  readonly type: string;
  readonly packageId?: string;
  readonly unit?: { readonly line: number; readonly ordinal: number };
  readonly text: string;
  readonly rules: readonly string[];
}

export interface OrderJourney {
  readonly orderId: string;
  readonly entries: readonly JourneyEntry[];
}

/** One time line for people: when, who says so, what happened, by which rules. */
export function journeyLines({ orderId, entries }: OrderJourney): string {
  const width = (of: (entry: JourneyEntry) => string): number =>
    Math.max(0, ...entries.map((entry) => of(entry).length));
  const [services, kinds] = [width((entry) => entry.service), width((entry) => entry.kind)];
  const lines = entries.map((entry) => {
    const named = entry.unit ? `unit ${entry.unit.line}/${entry.unit.ordinal}` : '';
    const unit = entry.text.includes(named) ? '' : ` (${named})`;
    const rules = entry.rules.length > 0 ? `  [${entry.rules.join(', ')}]` : '';
    const who = `${entry.service.padEnd(services)}  ${entry.kind.padEnd(kinds)}`;
    return `${entry.at}  ${who}  ${entry.text}${unit}${rules}`;
  });
  return [`order ${orderId}`, ...lines].join('\n');
}
