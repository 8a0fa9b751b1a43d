import kafkajs from 'kafkajs';
import type { Admin } from 'kafkajs';
import type { Credentials } from '../service-passwords.js';
import { KafkaSignInRefused, KafkaWire } from './wire.js';

/** How to reach a Kafka as its administrator. `Servers` has this form, and so has a running gateway. */
export interface KafkaAccess {
  brokers: string[];
  /** Absent where Kafka asks nobody who he is: then there are no users and no rights to manage. */
  kafkaAdmin?: Credentials;
}

/** Gives `work` a signed-in admin client, and ends it afterwards. */
export async function withKafkaAdmin<T>(access: KafkaAccess, work: (admin: Admin) => Promise<T>): Promise<T> {
  const { brokers, kafkaAdmin } = access;
  const kafka = new kafkajs.Kafka({
    clientId: 'makegood-admin',
    brokers,
    logLevel: kafkajs.logLevel.NOTHING,
    retry: { initialRetryTime: 25, factor: 0.2, multiplier: 1.6, retries: 12 },
    ...(kafkaAdmin ? { sasl: { mechanism: 'scram-sha-256', ...kafkaAdmin } } : {}),
  });
  const admin = kafka.admin();
  try {
    await admin.connect();
    return await work(admin);
  } finally {
    await admin.disconnect().catch(() => undefined);
  }
}

/** Gives `work` a signed-in connection to the first broker that answers. */
export async function withKafkaWire<T>(
  access: KafkaAccess,
  work: (wire: KafkaWire) => Promise<T>,
): Promise<T> {
  const wire = await openFirst(access);
  try {
    return await work(wire);
  } finally {
    wire.close();
  }
}

async function openFirst({ brokers, kafkaAdmin }: KafkaAccess): Promise<KafkaWire> {
  const faults: unknown[] = [];
  for (const broker of brokers) {
    try {
      return await KafkaWire.open(broker, kafkaAdmin);
    } catch (error) {
      if (error instanceof KafkaSignInRefused) throw error;
      faults.push(error);
    }
  }
  throw new AggregateError(faults, `no broker of ${brokers.join(', ')} answers`);
}
