import 'reflect-metadata';
import { Controller, Inject, Module, type INestMicroservice } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import {
  ClientKafka,
  ClientsModule,
  Ctx,
  EventPattern,
  KafkaContext,
  Payload,
  Transport,
  type KafkaOptions,
} from '@nestjs/microservices';
import { lastValueFrom } from 'rxjs';
import { Column, DataSource, Entity, PrimaryColumn } from 'typeorm';
import { topics, type OrderAccepted } from '#contracts';
import { Database } from '#postgres';
import type { Contestant } from '../contestants/contestant.js';
import { apply, stateOf, type OrderState } from '../pipeline/state.js';
import type { Place } from '../stack/bench-stack.js';

// What a tutorial would write: Nest's own transport, a repository's save and a processed-messages row in one
// transaction per message, then one event per message, sent and awaited.

const POOL = 10;

@Entity('order_state')
class OrderStateRow implements OrderState {
  @PrimaryColumn('uuid', { name: 'order_id' })
  orderId!: string;
  @Column('uuid', { name: 'seller_id' })
  sellerId!: string;
  @Column('int')
  events!: number;
  @Column('int')
  disordered!: number;
  @Column('int', { name: 'last_number' })
  lastNumber!: number;
  @Column('timestamptz', {
    name: 'last_at',
    transformer: { to: (at: number) => new Date(at), from: (at: Date) => at.getTime() },
  })
  lastAt!: number;
}

@Entity('processed_message')
class ProcessedMessage {
  @PrimaryColumn('text')
  id!: string;
}

export async function open(place: Place): Promise<Contestant> {
  const login = { ...place.logins.worker, poolSize: POOL };
  const database = await Database.connect(login, [OrderStateRow, ProcessedMessage]);
  let app: INestMicroservice | undefined;
  return {
    async start(round, began) {
      app = await NestFactory.createMicroservice<KafkaOptions>(
        naiveModule(place, database.dataSource, began),
        {
          transport: Transport.KAFKA,
          options: {
            client: client(place),
            consumer: { groupId: `${place.namespace}.naive-${round}` },
            subscribe: { fromBeginning: true },
            run: { partitionsConsumedConcurrently: topics['orders.events'].partitions },
          },
          logger: ['error'],
        },
      );
      await app.listen();
    },
    stop: async () => app?.close(),
  };
}

function naiveModule(place: Place, dataSource: DataSource, began: () => void): new () => object {
  const output = `${place.namespace}.tracking.events`;

  @Controller()
  class NaiveController {
    constructor(@Inject('KAFKA') private readonly kafka: ClientKafka) {}

    @EventPattern<unknown>(`${place.namespace}.orders.events`)
    async accepted(@Payload() data: OrderAccepted, @Ctx() context: KafkaContext): Promise<void> {
      began();
      const { headers = {}, timestamp } = context.getMessage();
      const value = await dataSource.transaction(async (manager) => {
        const id = `${String(headers['ce_source'])} ${String(headers['ce_id'])}`;
        // A second delivery fails here by the primary key, and takes its transaction with it.
        await manager.insert(ProcessedMessage, { id });
        const known = await manager.findOneBy(OrderStateRow, { orderId: data.orderId });
        const state = known ?? manager.create(OrderStateRow, stateOf(data));
        const said = apply(state, data, Number(timestamp));
        await manager.save(state);
        return said;
      });
      await lastValueFrom(this.kafka.emit(output, { key: value.orderId, value }));
    }
  }

  @Module({
    imports: [
      ClientsModule.register([
        {
          name: 'KAFKA',
          transport: Transport.KAFKA,
          options: { client: client(place), producerOnlyMode: true, send: { acks: -1 } },
        },
      ]),
    ],
    controllers: [NaiveController],
  })
  class NaiveModule {}
  return NaiveModule;
}

function client({ brokers, kafka }: Place): NonNullable<KafkaOptions['options']>['client'] {
  return { clientId: 'naive', brokers, sasl: kafka && { mechanism: 'scram-sha-256', ...kafka } };
}
