import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { PublisherChanged, contracts, services } from '#contracts';

/** Class names in the `@Hears(...)` of a service, as its subscriptions file spells them. */
function heardBy(service: string): string[] {
  const file = join(import.meta.dirname, `../../apps/${service}/src/${service}.subscriptions.ts`);
  if (!existsSync(file)) return [];
  const calls = [...readFileSync(file, 'utf8').matchAll(/@Hears\(\s*'([\w.]+)',([^)]*)\)/g)];
  const names = calls.flatMap(([, , classes = '']) => classes.split(',').map((name) => name.trim()));
  // Whoever hears reports must know who may speak: messaging listens to the gateway for it.
  const publishers = calls.some(([, source]) => source === 'inbound') ? [PublisherChanged.name] : [];
  return [...new Set([...names, ...publishers])].filter((name) => name !== '').toSorted();
}

// docs/events.md says who hears what: it must not say more or less than the subscriptions do.
test.each([...services])('%s hears what the contracts say that it hears', (service) => {
  const declared = contracts().filter(({ hears }) => hears.includes(service));
  expect(heardBy(service)).toEqual(declared.map((contract) => contract.class.name).toSorted());
});
