import type { Instant } from '#contracts';
import type { KafkaPort } from '#messaging';
import type { ServiceClient } from '../door/service-client.js';
import { innerServices, serviceNames } from '../stack/service-names.js';
import { publish } from './publish.js';
import { untilQuiet } from './quiet.js';
import type { Window } from './windows.js';

/** Where a replay's reports go. */
export interface ReplayInlet {
  readonly kafka: Pick<KafkaPort, 'send'>;
  /** The publisher's own topic, as it is called on Kafka. */
  readonly topic: string;
}

export interface DriveProgress {
  published(count: number): void;
  windowDone(until: Instant): void;
}

/**
 * Runs the reports through the services window by window: publish with the clock still, wait until all is quiet,
 * move the clock to the window's end, let fall due what is due, and wait again. A sweep never outruns a report:
 * all of the window are read before it.
 */
export async function drive(
  windows: readonly Window[],
  services: ServiceClient,
  inlet: ReplayInlet,
  progress: DriveProgress,
): Promise<void> {
  for (const { reports, until } of windows) {
    if (reports.length > 0) {
      await publish(inlet.kafka, inlet.topic, reports, (count) => progress.published(count));
      await untilQuiet(services);
    }
    await setClocks(services, until);
    await sweepInFlowOrder(services, until);
    progress.windowDone(until);
  }
}

// What tracking finds overdue makes things due at reimbursements: it is there before those are swept.
async function sweepInFlowOrder(services: ServiceClient, until: Instant): Promise<void> {
  for (const service of innerServices) {
    if ((await services.sweep(service, until)) > 0) await untilQuiet(services);
  }
}

/** Every service has a clock of its own, in its database. */
export async function setClocks(services: ServiceClient, instant: Instant): Promise<void> {
  await Promise.all(serviceNames.map((service) => services.setClock(service, instant)));
}
