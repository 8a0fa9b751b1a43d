import { setTimeout as sleep } from 'node:timers/promises';
import type { Admin } from 'kafkajs';
import { StackProblem } from '../stack-problem.js';

export interface TopicWanted {
  name: string;
  partitions: number;
  config: Readonly<Record<string, string>>;
}

const ofTopic = 2;
const LEADERS_MS = 15_000;

/**
 * Creates the topics that lack, and brings the settings of the others to what is wanted.
 * @throws StackProblem when one has another number of partitions: keys would move to other partitions
 */
export async function ensureTopics(admin: Admin, wanted: readonly TopicWanted[]): Promise<void> {
  const present = new Set(await admin.listTopics());
  const [old, fresh] = [
    wanted.filter(({ name }) => present.has(name)),
    wanted.filter(({ name }) => !present.has(name)),
  ];
  if (old.length > 0) {
    await assertPartitions(admin, old);
    await adjustSettings(admin, old);
  }
  if (fresh.length === 0) return;
  await admin.createTopics({
    // kafkajs gives up at the first answer that does not know the new topic yet.
    waitForLeaders: false,
    topics: fresh.map(({ name, partitions, config }) => ({
      topic: name,
      numPartitions: partitions,
      configEntries: Object.entries(config).map(([key, value]) => ({ name: key, value })),
    })),
  });
  await haveLeaders(admin, fresh);
}

/** @throws StackProblem when a new topic cannot be written after 15 s */
async function haveLeaders(admin: Admin, wanted: readonly TopicWanted[]): Promise<void> {
  const topics = wanted.map(({ name }) => name);
  for (const deadline = Date.now() + LEADERS_MS; Date.now() < deadline; await sleep(50)) {
    const led = await admin.fetchTopicMetadata({ topics }).then(
      (metadata) => metadata.topics.every(({ partitions }) => partitions.every(({ leader }) => leader >= 0)),
      () => false,
    );
    if (led) return;
  }
  throw new StackProblem(
    `Kafka has created ${topics.join(', ')}, but no broker leads them after ${LEADERS_MS / 1000} s. ` +
      'Look into the log of Kafka, then run the command again.',
  );
}

/**
 * A simulated clock dates records years back, or ahead of now: no retention and no roll by age may touch them, and no
 * date be refused. Its namespace is dropped as a whole.
 */
export function forSimulation(topic: TopicWanted): TopicWanted {
  const ever = '9223372036854775807';
  const config = {
    ...topic.config,
    'message.timestamp.type': 'CreateTime',
    'message.timestamp.before.max.ms': ever,
    'message.timestamp.after.max.ms': ever,
    'retention.ms': '-1',
    'segment.ms': ever,
  };
  return { ...topic, config };
}

async function assertPartitions(admin: Admin, wanted: readonly TopicWanted[]): Promise<void> {
  const { topics } = await admin.fetchTopicMetadata({ topics: wanted.map(({ name }) => name) });
  const counts = new Map(topics.map(({ name, partitions }) => [name, partitions.length]));
  const faults = wanted
    .filter(({ name, partitions }) => counts.get(name) !== partitions)
    .map(
      ({ name, partitions }) => `${name} has ${counts.get(name) ?? 0} partitions instead of ${partitions}`,
    );
  if (faults.length === 0) return;
  throw new StackProblem(
    `These topics cannot be used: ${faults.join('; ')}. The number of partitions is fixed, since it decides where a ` +
      'key goes. Use a Kafka without them, or another namespace, or delete them if nothing in them is needed.',
  );
}

async function adjustSettings(admin: Admin, wanted: readonly TopicWanted[]): Promise<void> {
  const { resources } = await admin.describeConfigs({
    includeSynonyms: false,
    resources: wanted.map(({ name }) => ({ type: ofTopic, name })),
  });
  const changes = wanted.flatMap(({ name, config }) => {
    const entries = resources.find(({ resourceName }) => resourceName === name)?.configEntries ?? [];
    const now = new Map(entries.map((entry) => [entry.configName, entry.configValue]));
    if (Object.entries(config).every(([key, value]) => now.get(key) === value)) return [];
    // This request replaces all settings of a topic: those set by others are sent along.
    const others = entries
      .filter((entry) => isSetOnTopic(entry))
      .map((entry) => [entry.configName, entry.configValue]);
    const all: Record<string, string> = { ...Object.fromEntries(others), ...config };
    return [
      {
        type: ofTopic,
        name,
        configEntries: Object.entries(all).map(([key, value]) => ({ name: key, value })),
      },
    ];
  });
  if (changes.length > 0) await admin.alterConfigs({ validateOnly: false, resources: changes });
}

/** Source 1 is DYNAMIC_TOPIC_CONFIG. */
function isSetOnTopic(entry: { configSource?: unknown }): boolean {
  return Number(entry.configSource) === 1;
}
