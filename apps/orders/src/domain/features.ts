import type { Network } from './network.js';

/** O-9: whether the network has the feature at all. */
export function hasFeature({ features }: Network, name: string): boolean {
  return features.some(({ featureName }) => featureName === name);
}

/** The fulfilment centres that offer it. */
export function centersWith({ fulfillmentCenters }: Network, name: string): string[] {
  return fulfillmentCenters
    .filter(({ features }) => features.includes(name))
    .map(({ fulfillmentCenterId }) => fulfillmentCenterId);
}
