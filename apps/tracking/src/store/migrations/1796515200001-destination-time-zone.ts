import type { MigrationInterface, QueryRunner } from 'typeorm';

/** T-6: the zone in which a buyer is told when the parcel comes; packages known before have the marketplace's. */
export class DestinationTimeZone1796515200001 implements MigrationInterface {
  readonly name = 'DestinationTimeZone1796515200001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('alter table package add column destination_time_zone text');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table package drop column destination_time_zone');
  }
}
