import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { saltedPassword, scramIterations } from '../scram.js';
import type { Credentials } from '../service-passwords.js';
import type { KafkaWire } from './wire.js';
import { WireWriter } from './wire-bytes.js';

const apiDescribeUsers = 50;
const apiAlterUsers = 51;
const sha256 = 1;
const noError = 0;
const noSuchUser = 91;

/** A user to be created, or whose password is to be set. */
export interface ScramUser extends Credentials {
  /** Random unless given. */
  salt?: Buffer;
}

/** Creates users and sets passwords in one request, and waits until the broker knows them. */
export async function putScramUsers(wire: KafkaWire, users: readonly ScramUser[]): Promise<void> {
  if (users.length === 0) return;
  await alter(wire, [], users);
  await untilKnown(wire, (known) => users.every(({ username }) => known.has(username)));
}

/**
 * Must be the first user a Kafka ever gets, or none may be deleted there. Kafka 4.0 to 4.3 forgets passwords at its next
 * start after a deletion: replaying its log it drops the whole table when a removed user is met while the table is
 * still empty (ScramDelta.apply), and goes through users in the order of their names' hashes. This name's hash is 0.
 */
export const neverRemoved = 'never-removed-itogggcr';

/** Shuts users out. Where they cannot be deleted without harm, they get a password that nobody knows. */
export async function removeScramUsers(wire: KafkaWire, names: readonly string[]): Promise<void> {
  const known = new Set(await listScramUsers(wire));
  const present = names.filter((name) => known.has(name));
  if (present.length === 0) return;
  if (!known.has(neverRemoved)) {
    const unknowable = present.map((username) => ({
      username,
      password: randomBytes(32).toString('base64url'),
    }));
    return putScramUsers(wire, unknowable);
  }
  await alter(wire, present, []);
  await untilKnown(wire, (now) => !present.some((name) => now.has(name)));
}

/** The names of all users that have a SCRAM-SHA-256 password. */
export async function listScramUsers(wire: KafkaWire): Promise<string[]> {
  const body = new WireWriter().uvarint(0).noTags().done();
  const answer = await wire.request(apiDescribeUsers, 0, true, body);
  answer.int32();
  const code = answer.int16();
  const reason = answer.compactString();
  if (code !== noError) throw new Error(`Kafka does not list its users: ${reason ?? `error ${code}`}`);
  return answer
    .compactArray(() => {
      const user = answer.compactString() ?? '';
      answer.int16();
      answer.compactString();
      const mechanisms = answer.compactArray(() => {
        const mechanism = answer.int8();
        answer.int32();
        answer.skipTags();
        return mechanism;
      });
      answer.skipTags();
      return { user, mechanisms };
    })
    .filter(({ mechanisms }) => mechanisms.includes(sha256))
    .map(({ user }) => user);
}

/** The controller has answered; the broker applies it a moment later. */
async function untilKnown(wire: KafkaWire, applied: (known: Set<string>) => boolean): Promise<void> {
  for (let tries = 0; tries < 500; tries += 1) {
    if (applied(new Set(await listScramUsers(wire)))) return;
    await sleep(20);
  }
  throw new Error('Kafka took a change of its users and does not apply it');
}

async function alter(wire: KafkaWire, removed: readonly string[], put: readonly ScramUser[]): Promise<void> {
  const body = new WireWriter();
  body.compactArray(removed, (name) => body.compactString(name).int8(sha256).noTags());
  body.compactArray(put, ({ username, password, salt = randomBytes(16) }) =>
    body
      .compactString(username)
      .int8(sha256)
      .int32(scramIterations)
      .compactBytes(salt)
      .compactBytes(saltedPassword(password, salt))
      .noTags(),
  );
  const answer = await wire.request(apiAlterUsers, 0, true, body.noTags().done());
  answer.int32();
  const faults = answer
    .compactArray(() => {
      const user = answer.compactString() ?? '';
      const code = answer.int16();
      const reason = answer.compactString();
      answer.skipTags();
      return { user, code, reason };
    })
    .filter(({ code }) => code !== noError && code !== noSuchUser)
    .map(({ user, code, reason }) => `${user}: ${reason ?? `error ${code}`}`);
  if (faults.length > 0) throw new Error(`Kafka refused to change users: ${faults.join('; ')}`);
}
