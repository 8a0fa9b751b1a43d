import { Text } from '#runtime';

/** getFeatures, getFeatureInventory and getFeatureSKU. */
export class FeatureQuery {
  @Text('required', 'The marketplace.', { max: 64 })
  marketplaceId!: string;

  @Text('optional', 'The nextToken of the page before.', { max: 400 })
  nextToken?: string;
}
