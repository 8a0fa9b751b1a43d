import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Each seller's plan, and what is left of it, shared by all replicas of the door. */
export class RatePlans1796515200001 implements MigrationInterface {
  readonly name = 'RatePlans1796515200001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table registry_seller
        add column plan text not null default 'default' check (plan in ('default', 'unlimited'));
      -- Unlogged: after a crash every bucket is full, which harms nobody.
      create unlogged table rate_bucket (
        seller_id uuid not null,
        operation text not null,
        tokens double precision not null,
        counted_at timestamptz not null,
        primary key (seller_id, operation)
      );
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table rate_bucket');
    await runner.query('alter table registry_seller drop column plan');
  }
}
