import { contracts, shortType } from '../registry.js';
import type { Contract } from '../registry.js';
import { schemaOf } from '../schema.js';
import { INBOUND_RETENTION_DAYS, topicOf, topicSettings, topics } from '../topics.js';
import { defaultStatus, eventCodes, meaningOf } from '../tracking-vocabulary.js';
import { conditions, fieldOf, fieldsTable } from './fields-table.js';
import { catchingUp, headersAndVersions, opening } from './events-prose.js';

/** docs/events.md: event -> owner -> who hears it -> fields, and how to live with the topics. */
export function eventsPage(): string {
  const facts = contracts().filter(({ kind }) => kind === 'fact');
  const reports = contracts().filter(({ kind }) => kind === 'report');
  return `${[
    opening,
    '## Who says what to whom',
    overview([...reports, ...facts]),
    headersAndVersions,
    '## Topics',
    topicsTable(),
    catchingUp(INBOUND_RETENTION_DAYS),
    '## Reports',
    ...reports.map(section),
    '## Facts',
    ...facts.map(section),
    '## What a scan means',
    'Words and T-8: delivery is told by the code alone. Otherwise a `status` given with the scan decides, then its `incident` (refused, bad address, unclaimed: RETURNING; lost, destroyed: UNDELIVERABLE), then the code, as here. Scans of one instant are ordered by rank, the highest decides (T-4).',
    codesTable(),
  ].join('\n\n')}\n`;
}

function overview(all: readonly Contract[]): string {
  const rows = all.map((contract) => {
    const { owner, hears, says, kind } = contract;
    const name = shortType(contract.type);
    const topic = kind === 'fact' ? topicOf(owner) : 'inbound.*';
    const hearers =
      hears.length > 0 ? hears.join(', ') : 'no service; journeys and accounting read the tables';
    return `| [${name}](#${anchor(contract)}) | ${owner} | \`${topic}\` | ${hearers} | ${says} |`;
  });
  return ['| event | owner | topic | who hears it | what it says |', '|---|---|---|---|---|', ...rows].join(
    '\n',
  );
}

function heading(contract: Contract): string {
  return `${contract.kind === 'fact' ? 'Fact' : 'Report'} ${contract.name}`;
}

function anchor(contract: Contract): string {
  return heading(contract).toLowerCase().replace(' ', '-');
}

function section(contract: Contract): string {
  const schema = schemaOf(contract.class);
  const rules = conditions(schema);
  const keys =
    contract.kind === 'fact'
      ? `Key \`${fieldOf(contract, contract.key)}\`, subject \`${fieldOf(contract, contract.subject)}\`.`
      : 'Any key; no order is promised.';
  return [
    `### ${heading(contract)}`,
    `\`${contract.type}\` · owner ${contract.owner} · heard by ${contract.hears.join(', ') || 'no service'} · [JSON Schema](schemas/${contract.type}.schema.json)`,
    `${contract.says} ${keys}`,
    fieldsTable(schema),
    ...(rules.length > 0 ? [['Besides:', '', ...rules.map((rule) => `- ${rule}`)].join('\n')] : []),
    ['```json', JSON.stringify(contract.sample, null, 2), '```'].join('\n'),
  ].join('\n\n');
}

function topicsTable(): string {
  const live = topicSettings(false);
  const names = Object.keys(live) as (keyof typeof live)[];
  const rows = names.map((name) => {
    const { partitions, config } = live[name];
    const owner = name === 'inbound.*' ? 'the publisher' : topics[name].owner;
    const shown = Object.entries(config).map(([key, value]) => `\`${key}=${value}\``);
    return `| \`${name}\` | ${owner} | ${partitions} | ${shown.join(' ')} |`;
  });
  return ['| topic | written by | partitions | settings |', '|---|---|---|---|', ...rows].join('\n');
}

function codesTable(): string {
  const rows = eventCodes.map((eventCode) => {
    const { place, rank } = meaningOf({ eventCode });
    return `| ${eventCode} | ${defaultStatus[eventCode]} | ${place} | ${rank} |`;
  });
  return ['| code | status | place | rank |', '|---|---|---|---|', ...rows].join('\n');
}
