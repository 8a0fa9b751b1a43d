import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { ScramClient } from '../scram.js';
import type { Credentials } from '../service-passwords.js';
import { WireReader, WireWriter } from './wire-bytes.js';

const apiSaslHandshake = 17;
const apiSaslAuthenticate = 36;
const maxAnswerBytes = 16 * 1024 * 1024;

/** The broker knows the user not, or another password. */
export class KafkaSignInRefused extends Error {
  override readonly name = 'KafkaSignInRefused';
}

interface Waiting {
  resolve(answer: Buffer): void;
  reject(error: Error): void;
}

/**
 * One connection that speaks the Kafka protocol, for the few requests that kafkajs does not know.
 * Answers come in the order of the requests, as the broker promises.
 */
export class KafkaWire {
  private readonly waiting: Waiting[] = [];
  private received: Buffer = Buffer.alloc(0);
  private correlation = 0;

  private constructor(
    private readonly socket: Socket,
    timeoutMs: number,
  ) {
    socket.setNoDelay(true);
    socket.setTimeout(timeoutMs, () => socket.destroy(new Error(`no answer within ${timeoutMs / 1000} s`)));
    socket.on('data', (chunk: Buffer) => this.take(chunk));
    socket.on('error', (error) => this.fail(error));
    socket.on('close', () => this.fail(new Error('the connection was closed by the other side')));
  }

  /** `address` is `host:port`. Signs in with SCRAM-SHA-256 when credentials are given. */
  static async open(address: string, credentials?: Credentials, timeoutMs = 5_000): Promise<KafkaWire> {
    const { host, port } = splitAddress(address);
    const socket = connect({ host, port });
    const wire = new KafkaWire(socket, timeoutMs);
    try {
      await new Promise<void>((resolve, reject) => {
        socket.once('connect', resolve);
        socket.once('error', reject);
      });
      if (credentials !== undefined) await wire.signIn(credentials);
      return wire;
    } catch (error) {
      wire.close();
      throw error;
    }
  }

  /** Sends one request; `flexible` says whether this version of this API has compact types and tags. */
  async request(api: number, version: number, flexible: boolean, body: Buffer): Promise<WireReader> {
    this.correlation += 1;
    const header = new WireWriter().int16(api).int16(version).int32(this.correlation).string('makegood');
    if (flexible) header.noTags();
    const frame = new WireWriter().bytes(Buffer.concat([header.done(), body])).done();
    const answer = await new Promise<Buffer>((resolve, reject) => {
      if (this.socket.destroyed) return reject(new Error('the connection is closed'));
      this.waiting.push({ resolve, reject });
      this.socket.write(frame);
    });
    const reader = new WireReader(answer);
    reader.int32();
    if (flexible) reader.skipTags();
    return reader;
  }

  close(): void {
    this.socket.destroy();
  }

  private async signIn({ username, password }: Credentials): Promise<void> {
    const offered = await this.request(
      apiSaslHandshake,
      1,
      false,
      new WireWriter().string('SCRAM-SHA-256').done(),
    );
    if (offered.int16() !== 0) throw new Error('the broker does not offer SCRAM-SHA-256');
    const client = new ScramClient(username, password);
    const { message, serverSignature } = client.final(await this.exchange(client.first()));
    const last = await this.exchange(message);
    if (!last.split(',').includes(`v=${serverSignature}`))
      throw new Error('the broker could not prove who it is');
  }

  private async exchange(text: string): Promise<string> {
    const body = new WireWriter().bytes(Buffer.from(text, 'utf8')).done();
    const answer = await this.request(apiSaslAuthenticate, 1, false, body);
    const code = answer.int16();
    const reason = answer.string();
    if (code !== 0) throw new KafkaSignInRefused(reason ?? `error ${code}`);
    return answer.bytes().toString('utf8');
  }

  private take(chunk: Buffer): void {
    this.received = Buffer.concat([this.received, chunk]);
    while (this.received.length >= 4) {
      const size = this.received.readInt32BE(0);
      if (size < 4 || size > maxAnswerBytes) {
        this.socket.destroy(new Error('what answers there does not speak the Kafka protocol'));
        return;
      }
      if (this.received.length < 4 + size) return;
      this.waiting.shift()?.resolve(this.received.subarray(4, 4 + size));
      this.received = this.received.subarray(4 + size);
    }
  }

  private fail(error: Error): void {
    for (const one of this.waiting.splice(0)) one.reject(error);
  }
}

export function splitAddress(address: string): { host: string; port: number } {
  const cut = address.lastIndexOf(':');
  const host = address.slice(0, cut).replace(/^\[(.*)\]$/, '$1');
  const port = Number(address.slice(cut + 1));
  if (cut < 1 || host === '' || !Number.isInteger(port) || port < 1 || port > 65_535)
    throw new Error(`"${address}" is not host:port`);
  return { host, port };
}
