import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import type { Instant } from '#contracts';
import { Turns } from '#messaging';
import type { Principal } from '#runtime';
import { MOST_LISTED, UnitTally, type Accounting } from '../domain/accounting.js';
import { mergeUnits, type UnitView } from '../domain/unit-rows.js';
import { verdictOn } from '../domain/unit-state.js';
import { ReadExtracts } from './read-extracts.js';

/** In all, how long one accounting waits for services that read the same facts one after the other. */
const PATIENCE_MS = 2_000;
const PAUSE_MS = 100;

/** The law of the system, as a query over the tables of all services. */
@Injectable()
export class AccountUnits {
  constructor(
    private readonly turns: Turns,
    private readonly extracts: ReadExtracts,
  ) {}

  /** Counts every unit that the caller may see; memory does not grow with their number. */
  async handle(caller: Principal): Promise<Accounting> {
    const asOf = await this.turns.readOwn((tx) => tx.now());
    const tally = new UnitTally(asOf);
    const second = new SecondLook(this.extracts, caller, asOf);
    for await (const unit of mergeUnits(this.extracts.streams(caller))) tally.add(await second.at(unit));
    return tally.answer();
  }
}

/**
 * The four extracts are read page by page, at different instants, and a fact reaches the services one after the
 * other: a unit that seems unaccounted for is looked at again before it is called so.
 */
class SecondLook {
  private patience = PATIENCE_MS;
  private looks = MOST_LISTED;

  constructor(
    private readonly extracts: ReadExtracts,
    private readonly caller: Principal,
    private readonly asOf: Instant,
  ) {}

  async at(first: UnitView): Promise<UnitView> {
    let unit = first;
    while (this.looks > 0 && verdictOn(unit, this.asOf).kind === 'unaccounted') {
      this.looks -= 1;
      unit = await this.extracts.unit(this.caller, first);
      if (this.patience <= 0) break;
      this.patience -= PAUSE_MS;
      await sleep(PAUSE_MS);
    }
    return unit;
  }
}
