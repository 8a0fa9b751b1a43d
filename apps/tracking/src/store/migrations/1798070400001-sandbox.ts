import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Packages of a sandbox: no parcel exists, and none falls due. */
export class Sandbox1798070400001 implements MigrationInterface {
  readonly name = 'Sandbox1798070400001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('alter table package add column sandbox boolean not null default false');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table package drop column sandbox');
  }
}
