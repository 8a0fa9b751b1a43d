import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  Inject,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnModuleDestroy,
} from '@nestjs/common';
import { CONFIG } from '#runtime';
import type { GatewayConfig } from '../gateway.config.js';
import { DropFolder } from './drop-folder.js';
import { HearFeeds } from './hear-feeds.js';
import { KnownFeeds, type LiveFeed } from './known-feeds.js';
import { faultsFile, readDropFile } from './read-drop-file.js';
import { TakeScans } from './take-scans.js';

const LOOK_MS = 1_000;
const FILE_LIMIT = 16 * 1024 * 1024;
/** After trouble that is not the file's: Kafka, the database or the disk is away. */
const PAUSE_MS = 10_000;

/** Takes the files that carriers drop under CARRIER_DROP_DIR, each in the folder of its carrier. */
@Injectable()
export class WatchDrops implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly log = new Logger('feeds');
  private readonly folders = new Map<string, DropFolder>();
  private readonly stopping = new AbortController();
  private looking: Promise<void> = Promise.resolve();

  constructor(
    @Inject(CONFIG) private readonly config: GatewayConfig,
    private readonly feeds: KnownFeeds,
    private readonly takeScans: TakeScans,
    private readonly hear: HearFeeds,
  ) {}

  onApplicationBootstrap(): void {
    const { carrierDropDir: root, simulated } = this.config;
    if (root !== undefined && !simulated) this.looking = this.look(root);
  }

  async onModuleDestroy(): Promise<void> {
    this.stopping.abort();
    await this.looking;
  }

  private async look(root: string): Promise<void> {
    const { signal } = this.stopping;
    while (!signal.aborted) {
      let wait = LOOK_MS;
      try {
        for (const feed of await this.feeds.all())
          await this.lookInto(this.folderOf(root, feed.carrier), feed);
      } catch (error) {
        this.log.warn(`dropped files wait: ${String(error)}`);
        wait = PAUSE_MS;
      }
      await sleep(wait, undefined, { signal }).catch(() => undefined);
    }
  }

  private folderOf(root: string, carrier: string): DropFolder {
    let folder = this.folders.get(carrier);
    if (folder === undefined) this.folders.set(carrier, (folder = new DropFolder(join(root, carrier))));
    return folder;
  }

  private async lookInto(folder: DropFolder, feed: LiveFeed): Promise<void> {
    for (const name of await folder.settled(Date.now())) {
      if (this.stopping.signal.aborted) return;
      const bytes = await folder.take(name, FILE_LIMIT);
      if (bytes !== undefined) await this.process(folder, name, bytes, feed);
    }
  }

  private async process(
    folder: DropFolder,
    name: string,
    bytes: Buffer | 'too-large',
    feed: LiveFeed,
  ): Promise<void> {
    const read =
      bytes === 'too-large'
        ? { faults: [{ line: 0, fault: `the file has over ${FILE_LIMIT} bytes: drop it in parts` }] }
        : readDropFile(bytes, feed);
    if ('faults' in read) {
      this.hear.trouble(feed.feedId, `${name}: ${read.faults.length} faults; see failed/${name}.errors.csv`);
      this.log.warn({ carrier: feed.carrier, faults: read.faults.length }, 'a dropped file is refused');
      return folder.failed(name, faultsFile(read.faults), new Date());
    }
    try {
      await this.takeScans.take(feed, read);
    } catch (error) {
      // Not the file's fault: it is taken again.
      await folder.putBack(name);
      throw error;
    }
    await folder.done(name, new Date());
  }
}
