export interface KafkaSettings {
  port: number;
  controllerPort: number;
  dataFolder: string;
  adminPassword: string;
  controllerPassword: string;
}

export const kafkaAdminUser = 'admin';
const controllerUser = 'controller';

/** server.properties of one node that is broker and controller, reachable from this machine only. */
export function serverProperties(settings: KafkaSettings): string {
  return `${Object.entries({ ...listeners(settings), ...security(settings), ...storage(settings), ...thrift })
    .map(([key, value]) => `${key}=${value}`)
    .join('\n')}\n`;
}

function listeners({ port, controllerPort }: KafkaSettings): Record<string, string | number> {
  return {
    'process.roles': 'broker,controller',
    'node.id': 1,
    // A fixed voter, not a dynamic quorum: its port may then be another one at the next start.
    'controller.quorum.voters': `1@127.0.0.1:${controllerPort}`,
    listeners: `CLIENTS://127.0.0.1:${port},CONTROLLER://127.0.0.1:${controllerPort}`,
    'advertised.listeners': `CLIENTS://127.0.0.1:${port}`,
    'listener.security.protocol.map': 'CLIENTS:SASL_PLAINTEXT,CONTROLLER:SASL_PLAINTEXT',
    'inter.broker.listener.name': 'CLIENTS',
    'controller.listener.names': 'CONTROLLER',
  };
}

function security({ adminPassword, controllerPassword }: KafkaSettings): Record<string, string> {
  const scram = 'org.apache.kafka.common.security.scram.ScramLoginModule';
  const plain = 'org.apache.kafka.common.security.plain.PlainLoginModule';
  return {
    'sasl.enabled.mechanisms': 'SCRAM-SHA-256',
    'sasl.mechanism.inter.broker.protocol': 'SCRAM-SHA-256',
    // SCRAM users live in the metadata, which the controller has to serve first: hence PLAIN there.
    'sasl.mechanism.controller.protocol': 'PLAIN',
    'listener.name.clients.scram-sha-256.sasl.jaas.config': `${scram} required username="${kafkaAdminUser}" password="${adminPassword}";`,
    'listener.name.controller.sasl.enabled.mechanisms': 'PLAIN',
    'listener.name.controller.plain.sasl.jaas.config': `${plain} required username="${controllerUser}" password="${controllerPassword}" user_${controllerUser}="${controllerPassword}";`,
    'authorizer.class.name': 'org.apache.kafka.metadata.authorizer.StandardAuthorizer',
    'super.users': `User:${kafkaAdminUser};User:${controllerUser}`,
    'allow.everyone.if.no.acl.found': 'false',
  };
}

function storage({ dataFolder }: KafkaSettings): Record<string, string | number> {
  return {
    'log.dirs': dataFolder,
    'auto.create.topics.enable': 'false',
    'num.partitions': 1,
    'default.replication.factor': 1,
    'min.insync.replicas': 1,
    'offsets.topic.replication.factor': 1,
    'offsets.topic.num.partitions': 4,
    'transaction.state.log.replication.factor': 1,
    'transaction.state.log.min.isr': 1,
    'transaction.state.log.num.partitions': 1,
    'share.coordinator.state.topic.replication.factor': 1,
    'share.coordinator.state.topic.min.isr': 1,
    'share.coordinator.state.topic.num.partitions': 1,
    // A report may be 5 MB; a topic can ask for 8 MB (8388608) and a batch has its overhead.
    'message.max.bytes': 10_485_760,
    'replica.fetch.max.bytes': 10_485_760,
    // Each partition's indexes are preallocated at this size (sparse).
    'log.index.size.max.bytes': 2_097_152,
  };
}

const thrift: Record<string, string | number> = {
  'group.initial.rebalance.delay.ms': 0,
  'group.min.session.timeout.ms': 1_000,
  // After kill -9 the node may come back only when its old session is over.
  'broker.session.timeout.ms': 4_000,
  'broker.heartbeat.interval.ms': 1_000,
  // The no-op records of an idle controller: one in 10 s, not two a second.
  'metadata.max.idle.interval.ms': 10_000,
  'num.network.threads': 2,
  'num.io.threads': 4,
  'background.threads': 2,
  'num.recovery.threads.per.data.dir': 2,
  'log.cleaner.threads': 1,
  'log.cleaner.dedupe.buffer.size': 16_777_216,
};

/** Warnings and worse into a file that rolls over. */
export function loggingConfig(logFile: string): string {
  return `<?xml version="1.0" encoding="UTF-8"?>
<Configuration status="ERROR" shutdownHook="disable">
  <Appenders>
    <RollingFile name="file" fileName="${xml(logFile)}" filePattern="${xml(logFile)}.%i">
      <PatternLayout pattern="%d{ISO8601}{UTC} %-5p %m (%c)%n%throwable"/>
      <SizeBasedTriggeringPolicy size="10 MB"/>
      <DefaultRolloverStrategy max="3"/>
    </RollingFile>
  </Appenders>
  <Loggers>
    <Root level="WARN"><AppenderRef ref="file"/></Root>
    <Logger name="kafka.server.KafkaRaftServer" level="INFO"/>
  </Loggers>
</Configuration>
`;
}

function xml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');
}
