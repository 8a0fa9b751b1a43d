import pg from 'pg';
import { contractOf, DeliveryOverdue } from '#contracts';
import { sessionOptions } from '#postgres';
import type { Contestant } from '../contestants/contestant.js';
import type { Place } from '../stack/bench-stack.js';

// The whole sweep as one SQL statement in one transaction: same tables, same rows written, same rules (held packages,
// units that are back or reimbursed). It joins as the planner likes best with fresh statistics, and glues its JSON
// together by hand: json_build_object() takes half as long again. No batches: all locks are held to the end, which a
// service could not afford.

const iso = (instant: string): string =>
  `'"' || to_char(${instant} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') || '"'`;
const text = (value: string): string => `to_json(${value})`;

const SWEEP = `
  with due as materialized (
    select s.package_id, s.next_due_at as due_at, s.next_due_cause as cause, s.policy_version
    from package_state s
    where s.next_due_at <= clock_now() and not exists (
      select from parked k where k.state = 'parked' and k.subject in (s.package_id::text, s.order_id::text))
    for update
  ), missing as materialized (
    select d.package_id, array_agg(u.line order by u.line, u.ordinal) as lines,
      array_agg(u.ordinal order by u.line, u.ordinal) as ordinals,
      '[' || string_agg('{"line":' || u.line || ',"ordinal":' || u.ordinal || ',"sellerSku":' || ${text('u.seller_sku')}
        || case when u.value_currency is null then ''
           else ',"unitValue":{"currency":"' || u.value_currency || '","minorUnits":' || u.value_minor || '}' end
        || '}', ',' order by u.line, u.ordinal) || ']' as units
    from due d join unit u on u.package_id = d.package_id
    where (u.returned_at is null or u.returned_at > d.due_at)
      and (not u.reimbursed or not exists (
        select from reimbursed_unit r
        where r.package_id = u.package_id and r.line = u.line and r.ordinal = u.ordinal
          and r.granted_at <= d.due_at and (r.reversed_at is null or r.reversed_at > d.due_at)))
    group by d.package_id
  ), decided as (
    update package_state s
    set next_due_at = null, next_due_cause = null, decided_due_at = d.due_at,
      overdue_cause = case when m.lines is not null then d.cause end,
      overdue_lines = m.lines, overdue_ordinals = m.ordinals
    from due d left join missing m using (package_id) where s.package_id = d.package_id
  )
  insert into outbox (topic, key, type, subject, at, body)
  select 'tracking.events', p.order_id, '${contractOf(DeliveryOverdue).type}', p.package_id,
    d.due_at + interval '1 millisecond',
    '{"packageId":"' || p.package_id || '","packageNumber":' || p.package_number || ',"orderId":"' || p.order_id
      || '","sellerId":"' || p.seller_id || '","sellerFulfillmentOrderId":' || ${text('p.seller_fulfillment_order_id')}
      || ',"marketplaceId":' || ${text('p.marketplace_id')} || ',"purpose":"' || p.purpose
      || '","signatureRequired":' || p.signature_required || ',"hasNumber":' || p.has_number
      || ',"detail":"' || p.detail || '","shippedAt":' || ${iso('p.shipped_at')}
      || ',"estimatedDeliveryAt":' || ${iso('p.estimated_delivery_at')} || ',"dueAt":' || ${iso('d.due_at')}
      || ',"cause":"' || d.cause || '","policyVersion":' || ${text('d.policy_version')} || ',"units":' || m.units || '}'
  from due d join missing m using (package_id) join package p using (package_id)
  order by d.due_at, d.package_id`;

export async function open(place: Place): Promise<Contestant> {
  const { url, user, password, schema } = place.logins.worker;
  const { hostname, port, pathname } = new URL(url);
  const client = new pg.Client({
    host: hostname,
    port: Number(port),
    database: pathname.slice(1),
    user,
    password,
    // Room for its joins and sorts of everything at once.
    options: sessionOptions(schema, { work_mem: '64MB' }),
  });
  await client.connect();
  let sweeping: Promise<unknown> = Promise.resolve();
  return {
    async start(_round, began) {
      began();
      sweeping = client.query(SWEEP);
      // Heard by stop().
      sweeping.catch(() => undefined);
    },
    stop: async () => void (await sweeping),
  };
}
