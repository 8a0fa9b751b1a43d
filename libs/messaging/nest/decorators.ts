import { applyDecorators, Catch, Controller, UseFilters, type RpcExceptionFilter } from '@nestjs/common';
import { Ctx, MessagePattern, Payload } from '@nestjs/microservices';
import { contractOf, type Shape, type TopicName } from '#contracts';
import type { Statement } from '#postgres';
import { throwError, type Observable } from 'rxjs';
import type { BarrierOptions } from '../time/barrier.js';

export { Ctx, Payload };

/** An owner's topic, or `inbound`: the topics of all publishers. */
export type Source = TopicName | 'inbound';

export interface HearsExtras {
  hears: Source;
  types: readonly string[];
}

export interface SweepsExtras extends BarrierOptions {
  sweeps: string;
  nextDue: Statement;
}

/** Nest's own filter would turn a database error into a message and lose its SQLSTATE. */
@Catch()
class RethrowFilter implements RpcExceptionFilter {
  catch(error: unknown): Observable<never> {
    return throwError(() => error);
  }
}

/** A class that says, on one screen, all that a service hears and when it acts by itself. */
export function Subscriptions(): ClassDecorator {
  return applyDecorators(Controller(), UseFilters(new RethrowFilter()));
}

/**
 * The method gets every batch of this source: `method(@Payload() batch: Batch, @Ctx() turn: Turn): Promise<Fact[]>`.
 * One method per source, so that a topic's events are never handled out of order by type.
 */
export function Hears(source: Source, ...contractClasses: Shape[]): MethodDecorator {
  const extras: HearsExtras = { hears: source, types: contractClasses.map((one) => contractOf(one).type) };
  return MessagePattern({ hears: source }, extras);
}

/** The method handles what is due: `method(@Payload() due: Due, @Ctx() turn: Turn): Promise<Fact[]>`. */
export function Sweeps(name: string, options: BarrierOptions & { nextDue: Statement }): MethodDecorator {
  const extras: SweepsExtras = { sweeps: name, ...options };
  return MessagePattern({ sweeps: name }, extras);
}
