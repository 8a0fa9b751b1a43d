/** The parts of docs/events.md that no table can say. */

export const opening = `# Events

<!-- Generated from libs/contracts by "npm run generate": edit the contracts, not this page. -->

An outsider *reports* what happened; the service that owns the matter checks the report against its state and publishes the *fact* under the same name on its own topic. Services decide on facts only. Each is declared once, as a class in \`libs/contracts/reports\` or \`libs/contracts/facts\`; this page, [asyncapi.json](asyncapi.json) and the [JSON Schemas](schemas) are derived from those classes.`;

export const headersAndVersions = `## Headers, order and versions

CloudEvents 1.0 in binary mode: the value of the record is the data as JSON, the attributes are headers.

| header | | meaning |
|---|---|---|
| \`ce_specversion\` | required | \`1.0\` |
| \`ce_type\` | required | \`makegood.<Name>.v1\` of a fact, \`makegood.report.<Name>.v1\` of a report |
| \`ce_id\`, \`ce_source\` | required | together one message. Of a fact: the id of its outbox row; the service and its incarnation |
| \`ce_subject\` | facts | the aggregate, whose row was locked |
| \`ce_time\` | facts | the owner's instant. On a report only a claim: its instant is the timestamp of its record |
| \`ce_tick\` | facts | tick of the relay; a hearer accepts a fact only if the pair (tick, id) is higher than the last one of its (source, topic, partition) |
| \`ce_traceparent\`, \`ce_dataschema\`, \`content-type\` | optional | trace context; id of the JSON Schema; \`application/json\` |

- **Order** is promised per \`ce_subject\` on owners' topics, and nowhere else: not across topics, not on \`inbound.*\`.
- **Duplicates**: facts are published at least once, hearers drop the second by its mark. A report is known by its natural key, for ever: a scan by (package, raw code, occurredAt, what it corrects), a shipment by (order, shipment), a return by (order, item, receipt), a damage by (unit, foundAt, cause).
- **After a restore** a service speaks as a new \`ce_source\` and says again what its database has forgotten: the same decision under the same \`reimbursementId\`, \`scanId\`, \`packageId\`, which a consumer must take for the same thing. Only a package may have another \`packageNumber\`: the last one said counts.
- **Instants** are ISO 8601; we write UTC with milliseconds and read any offset; finer digits are cut. **Money** is whole minor units of an ISO 4217 currency. An optional field is left out, never \`null\`. Unknown fields are ignored.
- **Versions**: to a released version only optional fields are added. A new meaning is a new version with a type of its own, and both are published until no hearer needs the old one. Golden messages in \`test/contracts/golden\` hold this: they must be accepted for ever.
- A message that breaks its contract is parked with every fault named, and nothing behind it waits on \`inbound.*\`.`;

export function catchingUp(inboundDays: number): string {
  return `- The count of partitions is part of the contract: a key must stay in its partition, so another count is a new topic, and the relay refuses a topic that has another.
- Nothing is compacted: every fact counts, not only the last one of a key.
- In a namespace with a simulated clock (a replay) \`inbound.*\` have \`message.timestamp.type=CreateTime\`, because the replay sets the instants of its reports.
- Replication and \`min.insync.replicas\` are the operator's.

## A new consumer: catching up from the start

1. Declare what it hears in \`hears\` of the contracts and in its \`<service>.subscriptions.ts\`, create its schema and role, and start it. It has no offset rows yet, so it begins at the first record of every partition of the topics that it hears; Kafka's committed offsets are not asked.
2. Facts of different topics arrive in any order, so its state must be a function of the set of facts known: then reading years at once gives the same as having been there. It may serve when for every partition its \`next\` has reached the end offset that was read after it started; until then \`/health/ready\` says how far it is.
3. Publishing starts with the first fact it decides, under its own incarnation. A decision that rests on time waits for the barrier: a sweep never runs ahead of what is still to be read.
4. To read everything again later: stop it, empty its schema, start it. Its own topic then holds facts that it has forgotten, and it is refused until an operator starts a new incarnation.

A consumer that is no service of ours does the same with its own group, \`auto.offset.reset=earliest\`, and marks by (\`ce_source\`, partition) to drop what it has seen.

## Once retention has passed

Owners' topics are kept for ever. Where an operator sets a limit, an alarm rings at half of it, because beyond it these become impossible:

- **A consumer that was away longer than the limit** finds that its \`next\` is below the first offset. It does not jump: it stays not ready and names topic, partition and the gap. What was lost is to be loaded from the owner's tables, which keep every fact and decision for ever and are read page by page in unit order; then an operator sets its offset and it goes on.
- **A new consumer** of a topic that no longer begins at 0 cannot catch up from the topic. Load the owner's tables first: note the end offsets, read the extract, begin at the noted offsets. What comes twice is dropped by the state, which is a function of the set.
- **Reports** are kept ${inboundDays} days on \`inbound.*\`. Only their owner reads them, and what it accepted is in its tables, what it could not apply is parked there with the bytes. A report that was not read for ${inboundDays} days is lost, so the owner's lag on \`inbound.*\` is an alarm, and the publisher sends it again: its natural key makes the second harmless.`;
}
