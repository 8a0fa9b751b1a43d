const SEED = 0x9747b28c;
const MIX = 0x5bd1e995;

/** The partition that Kafka's Java client and kafkajs choose for a key: positive murmur2 modulo the count. */
export function partitionOf(key: string | Buffer, count: number): number {
  return (murmur2(typeof key === 'string' ? Buffer.from(key) : key) & 0x7fffffff) % count;
}

function murmur2(data: Buffer): number {
  const end = data.length & ~3;
  let hash = SEED ^ data.length;
  for (let at = 0; at < end; at += 4) {
    let word = Math.imul(data.readInt32LE(at), MIX);
    word = Math.imul(word ^ (word >>> 24), MIX);
    hash = Math.imul(hash, MIX) ^ word;
  }
  if (end < data.length) {
    let tail = 0;
    for (let at = data.length - 1; at >= end; at -= 1) tail = (tail << 8) | data.readUInt8(at);
    hash = Math.imul(hash ^ tail, MIX);
  }
  hash = Math.imul(hash ^ (hash >>> 13), MIX);
  return hash ^ (hash >>> 15);
}
