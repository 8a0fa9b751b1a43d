import type { TrackingUpdatedReport } from '#contracts';
import { readTopic } from '#testing';
import type { Door } from './door.js';

/** A report as it stands on Kafka. */
export interface InboundReport {
  headers: Record<string, string>;
  data: TrackingUpdatedReport;
}

/** The tracking numbers of reports, in order: Kafka keeps none between packages. */
export const numbersOf = (reports: readonly InboundReport[]): string[] =>
  reports.map(({ data }) => data.package.trackingNumber ?? '').toSorted((a, b) => a.localeCompare(b));

/** What the gateway has put on its inbound topic so far. */
export class InboundReports {
  constructor(private readonly door: Door) {}

  /** The reports of one carrier. */
  async of(carrierCode: string): Promise<InboundReport[]> {
    const records = await readTopic(this.door.stack, 'inbound.gateway');
    const all = records.map(({ headers, value }): InboundReport => {
      const texts = Object.entries(headers).map(([name, bytes]) => [name, bytes?.toString() ?? '']);
      return {
        headers: Object.fromEntries(texts) as Record<string, string>,
        data: JSON.parse(value?.toString() ?? 'null') as TrackingUpdatedReport,
      };
    });
    return all.filter(({ data }) => data.package.carrierCode === carrierCode);
  }
}
