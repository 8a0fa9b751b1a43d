import type { Messaging } from '#messaging';
import { Gauge, register } from 'prom-client';

/** Gauges that are read when they are scraped: what waits, what is parked, how late sweeps are. */
export function exposeMessagingMetrics(messaging: Messaging): void {
  if (register.getSingleMetric('makegood_parked_records')) return;
  const waiting = new Gauge({
    name: 'makegood_waiting_reports',
    help: 'Reports that wait for what they name',
  });
  const old = new Gauge({
    name: 'makegood_waiting_reports_over_24h',
    help: 'Reports that have waited for more than 24 hours: alert when above 0',
  });
  new Gauge({
    name: 'makegood_parked_records',
    help: 'Records put aside: alert when above 0',
    async collect() {
      const counts = await messaging.desk.counts();
      this.set(counts.parked);
      waiting.set(counts.waiting);
      old.set(counts.waitingOver24h);
    },
  });
  new Gauge({
    name: 'makegood_sweep_blocked_seconds',
    help: 'How long a sweep has been held back by an owner that has not caught up: alert when above 60',
    collect() {
      this.set(messaging.sweepState().blockedSeconds);
    },
  });
  new Gauge({
    name: 'makegood_sweep_lateness_milliseconds',
    help: 'How late the last sweep was',
    labelNames: ['sweep'],
    collect() {
      for (const [sweep, lateness] of messaging.sweepState().lateness) this.set({ sweep }, lateness);
    },
  });
}
