import { protocol, type PGlite } from '@electric-sql/pglite';
import pg from 'pg';

const { serialize } = protocol;
/** How the driver writes a parameter: it has no types for this. */
const { prepareValue } = (
  pg as unknown as { utils: { prepareValue: (value: unknown) => string | Buffer | null } }
).utils;

type Types = pg.CustomTypesConfig;
type Read = (text: string) => unknown;

interface Field {
  name: string;
  type: number;
}

/** A statement that the server keeps. Its columns are asked for once. */
interface Prepared {
  readonly name: string;
  fields: readonly Field[];
  types?: Types;
  readers?: readonly Read[];
}

const BIND = 'B'.charCodeAt(0);
const END = Buffer.concat([serialize.execute(), serialize.sync()]);
const [ROW, COLUMNS, COMPLETE, FAILED, PARSED] = Buffer.from('DTCE1');

/**
 * The one session of a PostgreSQL in this process, as the driver speaks with a server, but at once: all that belongs to
 * a statement is one message, answered before the call returns.
 */
export class Session {
  private prepared = new Map<string, Prepared>();
  private before = '';

  constructor(private readonly postgres: PGlite) {}

  /** Goes out with the next statement, in front of it. */
  ahead(text: string): void {
    this.before = this.before ? `${this.before}; ${text}` : text;
  }

  /** Takes back what has not gone out yet. @returns whether there was anything. */
  takeBack(): boolean {
    const was = this.before !== '';
    this.before = '';
    return was;
  }

  /** Any number of statements without parameters; the rows are the last one's. @throws DatabaseError with its SQLSTATE */
  run<R extends pg.QueryResultRow>(text: string, types: Types = pg.types): pg.QueryResult<R> {
    const shape: Prepared = { name: '', fields: [] };
    return this.send([serialize.query(text)], shape, types) as pg.QueryResult<R>;
  }

  /** One statement, prepared when it is met first under that key. @throws DatabaseError with its SQLSTATE */
  execute(key: string, text: string, values: readonly unknown[], types: Types = pg.types): pg.QueryResult {
    const known = this.prepared.get(key);
    const shape = known ?? this.unknown();
    const parts = [...(known ? [] : preparing(shape.name, text)), asking(shape.name, values)];
    return this.send(parts, shape, types, () => this.prepared.set(key, shape));
  }

  /** @returns the statement's name on the server */
  prepare(key: string, text: string): string {
    const shape = this.unknown();
    const parts = [...preparing(shape.name, text), serialize.sync()];
    this.send(parts, shape, pg.types, () => this.prepared.set(key, shape));
    return shape.name;
  }

  /** Which statements the server knows now. @returns how to say that it knows these again. */
  remember(): () => void {
    const known = new Map(this.prepared);
    return () => {
      this.prepared = new Map(known);
      this.before = '';
    };
  }

  private unknown(): Prepared {
    return { name: `s${this.prepared.size}`, fields: [] };
  }

  private send(parts: Uint8Array[], shape: Prepared, types: Types, onParsed?: () => void): pg.QueryResult {
    if (this.before) parts.unshift(serialize.query(this.before));
    this.before = '';
    const reply = this.exchange(Buffer.concat(parts));
    let rows: unknown[] = [];
    let rowCount = 0;
    for (let at = 0; at < reply.length; at += 1 + reply.readUInt32BE(at + 1)) {
      const code = reply[at];
      if (code === ROW) rows.push(readRow(reply, at + 5, shape.fields, readersOf(shape, types)));
      else if (code === PARSED) onParsed?.();
      else if (code === FAILED) throw errorIn(reply);
      else if (code === COLUMNS) {
        rows = [];
        shape.fields = readFields(reply, at + 5);
        shape.readers = undefined;
      } else if (code === COMPLETE) rowCount = countIn(reply, at);
    }
    return { rows, rowCount } as unknown as pg.QueryResult;
  }

  /** PGlite's own way of doing this at once reads each reply for purposes of its own. */
  private exchange(message: Buffer): Buffer {
    const reply: Buffer[] = [];
    // Without a file system to write to all is done when this returns; its bytes are only valid inside the callback.
    const onRawData = (bytes: Uint8Array) => void reply.push(Buffer.from(bytes));
    void this.postgres.execProtocolRawStream(message, { syncToFs: false, onRawData });
    return Buffer.concat(reply);
  }
}

/** Bind, Execute and Sync in one: what is sent a thousand times a second. */
function asking(statement: string, values: readonly unknown[]): Buffer {
  const parameters = values.map((value) => prepareValue(value));
  const lengths = parameters.map((one) => (one === null ? 0 : Buffer.byteLength(one)));
  const bind = 1 + 4 + 1 + statement.length + 1 + 2 + 2 * values.length + 2;
  const size = lengths.reduce((sum, length) => sum + 4 + length, bind) + 2;
  const message = Buffer.allocUnsafe(size + END.length);
  let at = message.writeUInt8(BIND);
  at = message.writeUInt32BE(size - 1, at);
  at = message.writeUInt8(0, at);
  at += message.write(`${statement}\0`, at, 'latin1');
  at = message.writeUInt16BE(values.length, at);
  for (const one of parameters)
    at = message.writeUInt16BE(typeof one === 'object' && one !== null ? 1 : 0, at);
  at = message.writeUInt16BE(values.length, at);
  for (const [index, one] of parameters.entries()) {
    at = message.writeInt32BE(one === null ? -1 : (lengths[index] ?? 0), at);
    if (typeof one === 'string') at += message.write(one, at);
    else if (one !== null) at += one.copy(message, at);
  }
  at = message.writeUInt16BE(0, at);
  END.copy(message, at);
  return message;
}

const preparing = (name: string, text: string): Uint8Array[] => [
  serialize.parse({ name, text }),
  serialize.describe({ type: 'S', name }),
];

function readersOf(shape: Prepared, types: Types): readonly Read[] {
  if (!shape.readers || shape.types !== types) {
    shape.types = types;
    shape.readers = shape.fields.map(({ type }) => types.getTypeParser(type, 'text') as Read);
  }
  return shape.readers;
}

function readRow(reply: Buffer, start: number, fields: readonly Field[], readers: readonly Read[]): unknown {
  const row: Record<string, unknown> = {};
  let at = start + 2;
  fields.forEach(({ name }, index) => {
    const length = reply.readInt32BE(at);
    at += 4;
    row[name] = length < 0 ? null : readers[index]?.(reply.toString('utf8', at, at + length));
    if (length > 0) at += length;
  });
  return row;
}

/** Of each column its name and type; table, length, modifier and format are nobody's business. */
function readFields(reply: Buffer, start: number): Field[] {
  let at = start + 2;
  return Array.from({ length: reply.readUInt16BE(start) }, () => {
    const end = reply.indexOf(0, at);
    const field = { name: reply.toString('utf8', at, end), type: reply.readUInt32BE(end + 7) };
    at = end + 19;
    return field;
  });
}

/** `UPDATE 3` -> 3; what counts nothing has no number. */
function countIn(reply: Buffer, at: number): number {
  const tag = reply.toString('latin1', at + 5, at + reply.readUInt32BE(at + 1));
  return Number(tag.slice(tag.lastIndexOf(' ') + 1)) || 0;
}

function errorIn(reply: Buffer): Error {
  let error = new Error('the reply holds no error');
  new protocol.Parser().parse(reply, (message) => {
    if (message instanceof Error) error = message;
  });
  return error;
}
