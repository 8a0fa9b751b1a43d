import { expect, it } from '@jest/globals';
import { KafkaFrames, PRODUCE } from './kafka-frames.js';

const broker = { host: '127.0.0.1', port: 9092 };
const METADATA = 3;
const FETCH = 1;

function frame(...parts: (Buffer | string)[]): Buffer {
  const body = Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part) : part)));
  const length = Buffer.alloc(4);
  length.writeInt32BE(body.length);
  return Buffer.concat([length, body]);
}
function request(api: number, correlation: number): Buffer {
  const head = Buffer.alloc(8);
  head.writeInt16BE(api, 0);
  head.writeInt32BE(correlation, 4);
  return frame(head, 'client');
}
function answer(correlation: number, port: number): Buffer {
  const [number, id] = [Buffer.alloc(4), Buffer.alloc(4)];
  number.writeInt32BE(port);
  id.writeInt32BE(correlation);
  return frame(id, 'node', broker.host, number, 'rack');
}

it('exchanges the broker’s address in answers that name it, however they are cut', () => {
  const frames = new KafkaFrames(broker, 4711);
  expect(frames.requests(request(METADATA, 7))).toEqual([METADATA]);
  const whole = answer(7, 9092);
  const got = [...whole].map((byte) => frames.answers(Buffer.from([byte])));
  expect(Buffer.concat(got)).toEqual(answer(7, 4711));
});

it('leaves all other answers alone: a record may say what it likes', () => {
  const frames = new KafkaFrames(broker, 4711);
  frames.requests(request(FETCH, 8));
  expect(frames.answers(answer(8, 9092))).toEqual(answer(8, 9092));
});

it('tells which requests go by, once each is whole', () => {
  const frames = new KafkaFrames(broker, 4711);
  const both = Buffer.concat([request(PRODUCE, 1), request(FETCH, 2)]);
  expect(frames.requests(both.subarray(0, 5))).toEqual([]);
  expect(frames.requests(both.subarray(5))).toEqual([PRODUCE, FETCH]);
});
