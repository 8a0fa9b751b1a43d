import { Body, Controller, Get, HttpCode, Inject, Post } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { isInstantText, toInstant, type Instant } from '#contracts';
import { Messaging, type Flushed, type Offsets, type Positions } from '#messaging';
import { invalidInput } from '../http/api-error.js';
import { Allow, Caller, Needs, type Principal } from '../identity/principal.js';

const MOST_PATIENCE_MS = 60_000;

function instantIn(value: unknown, field: string): Instant {
  if (typeof value === 'number' && Number.isSafeInteger(value)) return value;
  if (typeof value === 'string' && isInstantText(value)) return toInstant(value);
  throw invalidInput([`${field}: must be an ISO 8601 instant`]);
}

function areOffsets(value: unknown): value is Offsets {
  const isObject = (one: unknown): one is object =>
    typeof one === 'object' && one !== null && !Array.isArray(one);
  return (
    isObject(value) &&
    Object.values(value).every(
      (ofTopic) => isObject(ofTopic) && Object.values(ofTopic).every(Number.isSafeInteger),
    )
  );
}

/** How services and a replay steer each other; never routed from outside. */
@ApiExcludeController()
@Controller('internal')
@Allow('service', 'operator')
@Needs('recovery:write')
export class InternalController {
  constructor(@Inject(Messaging) private readonly messaging: Messaging) {}

  /** True once all that was sent to this service before now is read, and what it says of it is on Kafka. */
  @Post('flush')
  @HttpCode(200)
  flush(@Body() body: { patienceMs?: unknown; apartFrom?: unknown; upTo?: unknown } = {}): Promise<Flushed> {
    const { patienceMs = 5_000, apartFrom, upTo } = body;
    const faults: string[] = [];
    if (typeof patienceMs !== 'number' || !(patienceMs >= 0)) faults.push('patienceMs: must be 0 or more');
    if (apartFrom !== undefined && typeof apartFrom !== 'string')
      faults.push('apartFrom: must be the name of a topic');
    if (upTo !== undefined && !areOffsets(upTo))
      faults.push('upTo: must be whole numbers by topic and partition');
    if (faults.length > 0) throw invalidInput(faults);
    return this.messaging.flush.answer(Math.min(Number(patienceMs), MOST_PATIENCE_MS), {
      apartFrom: apartFrom as string | undefined,
      upTo: upTo as Offsets | undefined,
    });
  }

  /** Sets the clock of a simulated namespace. */
  @Post('clock')
  @HttpCode(200)
  async clock(@Body() body: { instant?: unknown }): Promise<Record<string, never>> {
    await this.messaging.setClock(instantIn(body?.instant, 'instant'));
    return {};
  }

  /** Handles what is due up to an instant, in a simulated namespace. */
  @Post('sweep')
  @HttpCode(200)
  async sweep(@Body() body: { until?: unknown }): Promise<{ handled: number }> {
    return { handled: await this.messaging.sweepUntil(instantIn(body?.until, 'until')) };
  }

  /** After a restore that was meant: the outbox speaks as a new source. */
  @Post('new-incarnation')
  @HttpCode(200)
  async newIncarnation(@Caller() caller: Principal): Promise<{ outcome: string }> {
    return { outcome: await this.messaging.newIncarnation(caller.id) };
  }

  /** Gives up records that Kafka has lost: halted partitions read on from what it still has. */
  @Post('accept-offsets')
  @HttpCode(200)
  async acceptOffsets(@Caller() caller: Principal): Promise<{ outcome: string }> {
    return { outcome: await this.messaging.acceptOffsets(caller.id) };
  }

  @Get('positions')
  async positions(): Promise<{ positions: Positions }> {
    return { positions: await this.messaging.flush.positions() };
  }
}
