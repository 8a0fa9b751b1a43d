import { PGlite } from '@electric-sql/pglite';

type Bytes = Uint8Array | Int8Array;

/** A file or folder of Emscripten's file system in memory, as far as it is used here. */
interface Node {
  name: string;
  parent: Node;
  mtime: number;
  usedBytes: number;
  contents: Bytes | Record<string, Node> | null;
}

interface Stream {
  /** Its place among the streams; null: it is closed. */
  fd: number | null;
  shared: { position?: number };
}

interface Files {
  lookupPath(path: string): { node: Node };
  streams: (Stream | null | undefined)[];
  hashAddNode(node: Node): void;
  hashRemoveNode(node: Node): void;
}

/** No clock says this: a file that has another time was written since. */
const UNTOUCHED = -1;

/**
 * A PostgreSQL in this process as it stood at one moment: its memory with all caches and prepared plans, its files, and
 * which of them are open. To go back there takes some milliseconds, and leaves nothing of what was done since. Take it
 * and go back between statements only.
 */
export class Snapshot {
  private readonly memory: Uint8Array;
  private readonly folders = new Map<Node, Record<string, Node>>();
  private readonly files = new Map<Node, Bytes>();
  private readonly streams: { stream: Stream | null | undefined; position?: number }[];

  constructor(private readonly postgres: PGlite) {
    this.memory = this.heap.slice(0, usedOf(this.heap));
    this.keep(this.system.lookupPath(PGlite.paths.PGDATA).node);
    this.streams = this.system.streams.map((stream) => ({ stream, position: stream?.shared.position }));
  }

  restore(): void {
    this.heap.set(this.memory);
    for (const [folder, entries] of this.folders) this.restoreFolder(folder, entries);
    for (const [file, bytes] of this.files) {
      if (file.mtime === UNTOUCHED && file.usedBytes === bytes.length) continue;
      file.contents = bytes.slice();
      file.usedBytes = bytes.length;
      file.mtime = UNTOUCHED;
    }
    const { streams } = this.system;
    streams.length = 0;
    for (const { stream, position } of this.streams) {
      if (stream) {
        stream.fd = streams.length;
        stream.shared.position = position;
      }
      streams.push(stream);
    }
  }

  private get heap(): Uint8Array {
    return new Uint8Array(this.postgres.Module.wasmMemory.buffer);
  }

  private get system(): Files {
    return this.postgres.Module.FS;
  }

  private keep(node: Node): void {
    const { contents } = node;
    if (isBytes(contents)) {
      this.files.set(node, contents.slice(0, node.usedBytes));
      node.mtime = UNTOUCHED;
    } else if (contents) {
      this.folders.set(node, { ...contents });
      Object.values(contents).forEach((child) => this.keep(child));
    }
  }

  private restoreFolder(folder: Node, entries: Record<string, Node>): void {
    const now = folder.contents as Record<string, Node>;
    for (const [name, node] of Object.entries(now))
      if (entries[name] !== node) {
        this.system.hashRemoveNode(node);
        delete now[name];
      }
    for (const [name, node] of Object.entries(entries))
      if (now[name] !== node) {
        now[name] = Object.assign(node, { name, parent: folder });
        this.system.hashAddNode(node);
      }
  }
}

/** Up to the last byte that is not zero: what was never used need not be copied. */
function usedOf(heap: Uint8Array): number {
  const words = new BigUint64Array(heap.buffer);
  return (words.findLastIndex((word) => word !== 0n) + 1) * 8;
}

const isBytes = (contents: Node['contents']): contents is Bytes => ArrayBuffer.isView(contents);
