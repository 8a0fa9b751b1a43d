import { sellerTable } from '#postgres';
import type { MigrationInterface, QueryRunner } from 'typeorm';

const SELLER_TABLES = ['orders', 'order_request', 'order_item', 'shipment', 'package', 'unit'];

export class Orders1767225600000 implements MigrationInterface {
  readonly name = 'Orders1767225600000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(ORDERS);
    await runner.query(SHIPPED);
    await runner.query(HEARD);
    for (const table of [...SELLER_TABLES, 'package_number', 'seller'])
      await runner.query(sellerTable(table));
    await runner.query(API_READS_ONLY);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table policy, seller, package_number, unit, package, shipment');
    await runner.query('drop table order_item, order_request, orders');
  }
}

// No foreign keys: rows of one order are written together by one function each, and a check per row is the dearest
// part of a bulk insert.
const ORDERS = `
  create table orders (
    order_id uuid primary key,
    seller_id uuid not null,
    seller_fulfillment_order_id text not null,
    marketplace_id text not null,
    purpose text not null,
    signature_required boolean not null,
    received_at timestamptz(3) not null,
    destination_time_zone text,
    promise text,
    status text not null,
    status_updated_at timestamptz(3) not null,
    -- Who registered it and when that one says it was accepted; null when the seller created it here.
    publisher text,
    registered_at timestamptz(3),
    unique (seller_id, seller_fulfillment_order_id)
  );
  create index orders_by_seller_id on orders (seller_fulfillment_order_id);

  -- What was asked for, in the words of who asked: the one place that holds the buyer's name and address.
  create table order_request (
    order_id uuid primary key,
    seller_id uuid not null,
    content jsonb not null
  );

  create table order_item (
    order_id uuid not null,
    line int not null,
    seller_id uuid not null,
    item_id text not null,
    sku text not null,
    quantity int not null check (quantity > 0),
    cancelled int not null check (cancelled between 0 and quantity),
    -- O-11, the last wall: never more shipped than ordered and not cancelled.
    shipped int not null default 0 check (shipped between 0 and quantity - cancelled),
    value_currency text,
    value_minor bigint,
    promise text,
    primary key (order_id, line)
  );
`;

const SHIPPED = `
  create table shipment (
    shipment_key uuid primary key,
    order_id uuid not null,
    seller_id uuid not null,
    shipment_id text not null,
    fulfillment_center_id text not null,
    shipped_at timestamptz(3) not null,
    recorded_at timestamptz(3) not null,
    publisher text not null,
    content jsonb not null
  );
  create index shipment_order on shipment (order_id);

  create table package (
    package_id uuid primary key,
    shipment_key uuid not null,
    order_id uuid not null,
    seller_id uuid not null,
    package_number int not null,
    package_ref text,
    carrier_code text,
    tracking_number text,
    detail text not null,
    signature_required boolean not null,
    estimated_delivery_at timestamptz(3) not null,
    promised_by text not null,
    unique (seller_id, package_number)
  );
  create index package_order on package (order_id);
  create index package_by_number on package (package_number);
  create index package_tracking on package (tracking_number) where tracking_number is not null;

  -- Each unit is in one package and never moves (O-11); accounting reads this in key order.
  create table unit (
    order_id uuid not null,
    line int not null,
    ordinal int not null,
    package_id uuid not null,
    seller_id uuid not null,
    primary key (order_id, line, ordinal)
  );

  -- The next free package number of each seller; processes take blocks of them.
  create table package_number (
    seller_id uuid primary key,
    next int not null
  );
`;

const HEARD = `
  create table seller (
    seller_id uuid primary key,
    own_addresses text[] not null,
    revoked boolean not null,
    changed_at timestamptz(3) not null
  );

  create table policy (
    policy_id uuid primary key,
    marketplace_id text not null,
    from_at timestamptz(3) not null,
    policy jsonb not null
  );
`;

// Sellers create orders; what is shipped, numbered or heard is written by the worker alone.
const API_READS_ONLY = `
  do $$
  begin
    execute format('revoke insert, update on shipment, package, unit, package_number, seller, policy from %I',
                   replace(current_user, '_owner', '_api'));
    execute format('revoke update on orders, order_request, order_item from %I',
                   replace(current_user, '_owner', '_api'));
  end $$;
`;
