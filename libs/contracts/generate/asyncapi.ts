import { toHeaders } from '../headers.js';
import { toInstant } from '../instant.js';
import { contracts, dataSchema, services, shortType } from '../registry.js';
import type { Contract, Service } from '../registry.js';
import { sample } from '../samples.js';
import { schemaOf } from '../schema.js';
import type { JsonSchema } from '../schema.js';
import { fieldOf } from './fields-table.js';
import { topicOf, topicSettings } from '../topics.js';
import type { TopicName, TopicSettings } from '../topics.js';

type Json = Readonly<Record<string, unknown>>;
const INBOUND = 'inbound';
const settings = topicSettings(false);

/** The AsyncAPI 3 document of everything that services and outsiders say on Kafka. */
export function asyncApi(): Json {
  return {
    asyncapi: '3.0.0',
    info: {
      title: 'Makegood events',
      version: '1',
      description:
        'Facts that services publish, and reports that outsiders send, as CloudEvents 1.0 in binary mode on Kafka. ' +
        'Every name may carry the prefix of a namespace. Generated from libs/contracts.',
      license: { name: 'Apache-2.0', url: 'https://www.apache.org/licenses/LICENSE-2.0' },
    },
    defaultContentType: 'application/json',
    channels: channels(),
    operations: Object.fromEntries(services.flatMap(operationsOf)),
    components: {
      messages: Object.fromEntries(contracts().map((contract) => [messageName(contract), message(contract)])),
    },
  };
}

/** The channel on which a contract travels. */
function channelOf(contract: Contract): string {
  return contract.kind === 'fact' ? topicOf(contract.owner) : INBOUND;
}

function messageName(contract: Contract): string {
  return shortType(contract.type);
}

function channels(): Json {
  const owners = services.map((service) => {
    const topic = topicOf(service);
    return [
      topic,
      { ...channel(topic, `Facts of ${service}.`), bindings: kafka(topic, settings[topic]) },
    ] as const;
  });
  const inbound = {
    ...channel(INBOUND, 'Reports of one publisher, which may write this topic and no other.'),
    address: 'inbound.{publisher}',
    parameters: {
      publisher: { description: 'Name of the publisher; `gateway` for what came over HTTP.' },
    },
    bindings: kafka(undefined, settings['inbound.*']),
  };
  return { ...Object.fromEntries(owners), [INBOUND]: inbound };
}

function channel(id: string, description: string): Json {
  const names = contracts()
    .filter((contract) => channelOf(contract) === id)
    .map(messageName);
  const messages = names.map((name) => [name, { $ref: `#/components/messages/${name}` }]);
  return { address: id, description, messages: Object.fromEntries(messages) as Json };
}

function kafka(topic: TopicName | undefined, { partitions, config }: TopicSettings): Json {
  const numbers = ['retention.ms', 'max.message.bytes'];
  const topicConfiguration = Object.fromEntries(
    Object.entries(config)
      // The timestamp type is not in the binding: docs/events.md has it.
      .filter(([name]) => name !== 'message.timestamp.type')
      .map(([name, value]) => [name, numbers.includes(name) ? Number(value) : [value]]),
  );
  return { kafka: { ...(topic && { topic }), partitions, topicConfiguration, bindingVersion: '0.5.0' } };
}

function operationsOf(service: Service): [string, Json][] {
  const said = contracts().filter((contract) => contract.kind === 'fact' && contract.owner === service);
  const heard = contracts().filter((contract) => contract.hears.includes(service));
  const send: [string, Json] = [
    `${service}.publishes`,
    operation('send', topicOf(service), said, `What ${service} publishes.`),
  ];
  const receive = [...new Set(heard.map(channelOf))].toSorted().map((id): [string, Json] => {
    const messages = heard.filter((contract) => channelOf(contract) === id);
    return [`${service}.hears.${id}`, operation('receive', id, messages, `What ${service} hears on ${id}.`)];
  });
  return [send, ...receive];
}

function operation(action: 'send' | 'receive', id: string, said: readonly Contract[], summary: string): Json {
  const channelRef = `#/channels/${id}`;
  const messages = said.map((contract) => ({ $ref: `${channelRef}/messages/${messageName(contract)}` }));
  return { action, summary, channel: { $ref: channelRef }, messages };
}

function message(contract: Contract): Json {
  const isFact = contract.kind === 'fact';
  return {
    name: contract.type,
    title: messageName(contract),
    summary: contract.says,
    contentType: 'application/json',
    headers: headersSchema(contract),
    payload: schemaOf(contract.class),
    bindings: {
      kafka: {
        key: {
          type: 'string',
          description: isFact ? fieldOf(contract, contract.key) : 'Any: no order is promised.',
        },
        bindingVersion: '0.5.0',
      },
    },
    examples: [{ name: 'sample', headers: exampleHeaders(contract), payload: contract.sample }],
    'x-owner': contract.owner,
    'x-hears': contract.hears,
  };
}

function headersSchema(contract: Contract): JsonSchema {
  const isFact = contract.kind === 'fact';
  const text = (description: string): JsonSchema => ({ type: 'string', description });
  const always = ['ce_specversion', 'ce_id', 'ce_source', 'ce_type'];
  return {
    type: 'object',
    properties: {
      'content-type': { type: 'string', const: 'application/json' },
      ce_specversion: { type: 'string', const: '1.0' },
      ce_type: { type: 'string', const: contract.type },
      ce_id: text(isFact ? 'Id of the outbox row.' : 'Unique within ce_source.'),
      ce_source: text(isFact ? 'Service and incarnation.' : "The publisher's system."),
      ce_subject: text('The aggregate: order is promised per subject.'),
      ce_time: {
        type: 'string',
        format: 'date-time',
        description: isFact ? "The owner's instant." : 'A claim.',
      },
      ...(isFact && { ce_tick: text('The tick of the relay: with ce_id it names the fact for good.') }),
      ce_traceparent: text('W3C trace context.'),
      ce_dataschema: text('Id of the JSON Schema in docs/schemas.'),
    },
    required: isFact ? [...always, 'ce_subject', 'ce_time'] : always,
  };
}

function exampleHeaders(contract: Contract): Json {
  const isFact = contract.kind === 'fact';
  return toHeaders({
    id: '42',
    type: contract.type,
    source: isFact ? `${contract.owner}/${sample.publisherId}` : 'https://wms.example',
    subject: contract.subject(contract.sample),
    time: toInstant(sample.decidedAt),
    ...(isFact && { tick: 7 }),
    dataschema: dataSchema(contract),
  });
}
