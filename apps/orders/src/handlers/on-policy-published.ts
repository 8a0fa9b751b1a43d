import { PolicyPublished } from '#contracts';
import { is } from '#messaging';
import type { Batch, Fact, Turn } from '#messaging';
import { keepPolicies } from '../store/policies.js';

/** Versions of the policy are kept: promises, claimed instants and removal addresses are judged by them. */
export async function keepPublishedPolicies(batch: Batch, { tx }: Turn): Promise<Fact[]> {
  keepPolicies(
    tx,
    batch.filter((incoming) => is(PolicyPublished, incoming)).map(({ data }) => data),
  );
  return [];
}
