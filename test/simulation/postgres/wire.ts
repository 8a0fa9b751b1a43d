import { Duplex } from 'node:stream';
import type { PGlite } from '@electric-sql/pglite';

/** A socket to a PostgreSQL in this process: what the driver writes is answered before the write returns. */
export class Wire extends Duplex {
  constructor(private readonly postgres: PGlite) {
    super();
  }

  connect(): this {
    process.nextTick(() => this.emit('connect'));
    return this;
  }

  // The driver sets these on its socket.
  setNoDelay(): void {}
  setKeepAlive(): void {}

  override _read(): void {}

  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.answer(chunk, done);
  }

  override _writev(chunks: { chunk: Buffer }[], done: () => void): void {
    this.answer(Buffer.concat(chunks.map(({ chunk }) => chunk)), done);
  }

  private answer(message: Buffer, done: () => void): void {
    const parts: Buffer[] = [];
    // Its bytes are only valid inside the callback. Without a file system to write to, all is done when this returns.
    const onRawData = (bytes: Uint8Array) => void parts.push(Buffer.from(bytes));
    const failed = (error: Error) => this.destroy(error);
    this.postgres.execProtocolRawStream(message, { syncToFs: false, onRawData }).catch(failed);
    this.push(Buffer.concat(parts));
    done();
  }
}
