import type { TopicPartition } from '../../../libs/messaging/kafka/port.js';
import type { Random } from '../../checker/workload/random.js';
import type { VirtualTime } from '../engine/virtual-time.js';
import type { Log } from './log.js';
import type { Member } from './member.js';

/** After so long without a heartbeat the coordinator gives a member's partitions to others. */
const SESSION_MS = 10_000;

/** A consumer group: who holds which partition. A member that stands still keeps its batch, and becomes a zombie. */
export class Group {
  private readonly members = new Set<Member>();
  private planned?: () => void;
  rebalances = 0;

  constructor(
    private readonly log: Log,
    private readonly random: Random,
    private readonly time: VirtualTime,
  ) {}

  join(member: Member): void {
    this.members.add(member);
    const { process } = member;
    process.onEnd(() => this.leave(member));
    process.onPause(() => this.time.after(SESSION_MS, () => process.state === 'paused' && this.plan()));
    this.plan();
  }

  leave(member: Member): void {
    if (this.members.delete(member)) this.plan();
  }

  /** Somebody came or went, or the nemesis says so. */
  plan(): void {
    this.planned ??= this.time.after(this.random.whole(1, 400), () => this.rebalance());
  }

  private rebalance(): void {
    this.planned = undefined;
    this.rebalances += 1;
    const members = [...this.members];
    const present = members.filter(({ process }) => process.state === 'running');
    // Who does not answer in time is left out; it asks to come back when it goes on.
    for (const member of members) {
      if (member.process.state === 'paused')
        member.process.defer(() => void (this.members.has(member) && this.plan()));
    }
    const topics = [...new Set(present.flatMap(({ options }) => options.topics))].sort();
    const given = new Map<Member, TopicPartition[]>(present.map((member) => [member, []]));
    for (const topic of topics) {
      const among = present.filter(({ options }) => options.topics.includes(topic));
      const first = this.random.whole(0, among.length - 1);
      this.log.partitions(topic).forEach((_, partition) => {
        const member = among[(first + partition) % among.length];
        if (member) given.get(member)?.push({ topic, partition });
      });
    }
    for (const [member, partitions] of given) member.assign(partitions);
  }
}
