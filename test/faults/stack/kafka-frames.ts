/** Api keys of requests whose answers name brokers. */
const METADATA = 3;
const FIND_COORDINATOR = 10;
export const PRODUCE = 0;

/** A broker's address as answers of Kafka spell it: a string, then an int32. */
export interface BrokerAddress {
  readonly host: string;
  readonly port: number;
}

/**
 * One connection's frames. A broker tells its clients its own address; behind a proxy it is to be the proxy's, and
 * since host and port keep their lengths, only those bytes change.
 */
export class KafkaFrames {
  private asked: Buffer = Buffer.alloc(0);
  private answered: Buffer = Buffer.alloc(0);
  private readonly apis = new Map<number, number>();
  private readonly named: Buffer;
  private readonly renamed: Buffer;

  constructor(broker: BrokerAddress, proxyPort: number) {
    this.named = spell(broker);
    this.renamed = spell({ host: broker.host, port: proxyPort });
  }

  /** Reads what a client sends. @returns the api keys of the requests that end in it */
  requests(chunk: Buffer): number[] {
    const keys: number[] = [];
    const { frames, rest } = cut(Buffer.concat([this.asked, chunk]));
    this.asked = rest;
    for (const frame of frames) {
      const api = frame.readInt16BE(4);
      this.apis.set(frame.readInt32BE(8), api);
      keys.push(api);
    }
    return keys;
  }

  /** What the broker sends, whole frames only, with its address exchanged. */
  answers(chunk: Buffer): Buffer {
    const { frames, rest } = cut(Buffer.concat([this.answered, chunk]));
    this.answered = rest;
    for (const frame of frames) {
      const correlation = frame.readInt32BE(4);
      const api = this.apis.get(correlation);
      this.apis.delete(correlation);
      if (api === METADATA || api === FIND_COORDINATOR) this.rename(frame);
    }
    return Buffer.concat(frames);
  }

  private rename(frame: Buffer): void {
    for (let at = frame.indexOf(this.named); at >= 0; at = frame.indexOf(this.named, at + 1))
      this.renamed.copy(frame, at);
  }
}

function spell({ host, port }: BrokerAddress): Buffer {
  const number = Buffer.alloc(4);
  number.writeInt32BE(port);
  return Buffer.concat([Buffer.from(host), number]);
}

function cut(bytes: Buffer): { frames: Buffer[]; rest: Buffer } {
  const frames: Buffer[] = [];
  let at = 0;
  while (bytes.length - at >= 4) {
    const end = at + 4 + bytes.readInt32BE(at);
    if (bytes.length < end) break;
    frames.push(bytes.subarray(at, end));
    at = end;
  }
  return { frames, rest: bytes.subarray(at) };
}
