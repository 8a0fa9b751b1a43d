import type { KafkaPort } from '../kafka/port.js';
import { is, type Batch } from '../incoming.js';
import { OrderAccepted } from '#contracts';
import { count, startCounter, type CountingEnvironment } from './counting-service.js';

/** When the process kills itself (-9), once so many events have passed that point. */
export type Death = 'in-handler' | 'after-commit' | 'after-send' | 'never';

export interface CounterOrders {
  service: 'orders' | 'tracking';
  environment: Omit<CountingEnvironment, 'login'> & {
    logins: Record<string, { user: string; password: string }>;
  };
  death: Death;
  after: number;
}

/** The counting service as a process of its own, which the tests stop, kill and start again. */
async function main(): Promise<void> {
  const { service, environment, death, after } = JSON.parse(process.env.COUNTER ?? '{}') as CounterOrders;
  let passed = 0;
  const pass = (at: Death, events: number): void => {
    if (at !== death) return;
    passed += events;
    if (passed >= after) process.kill(process.pid, 'SIGKILL');
  };
  const running = await startCounter(
    service,
    { ...environment, login: (of, role) => environment.logins[`${of}_${role}`]! },
    {
      handle: async (batch: Batch, tx) => {
        const facts = await count(batch, tx);
        pass('in-handler', batch.filter((one) => is(OrderAccepted, one)).length);
        return facts;
      },
      committed: (events) => pass('after-commit', events),
      kafka: (port) => dyingAfterSend(port, (events) => pass('after-send', events)),
    },
  );
  process.on('SIGTERM', () => void running.stop().then(() => process.exit(0)));
  process.stdout.write('started\n');
}

function dyingAfterSend(port: KafkaPort, sent: (events: number) => void): KafkaPort {
  return new Proxy(port, {
    get(target, name) {
      if (name !== 'send') {
        const part = Reflect.get(target, name) as unknown;
        return typeof part === 'function' ? (part.bind(target) as unknown) : part;
      }
      return async (records: Parameters<KafkaPort['send']>[0]) => {
        await target.send(records);
        sent(records.length);
      };
    },
  });
}

void main();
