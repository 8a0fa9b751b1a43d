import { Controller, Get, Param } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Turns } from '#messaging';
import { Allow, Caller, invalidInput, maySee, Needs, notFound } from '#runtime';
import type { Principal } from '#runtime';
import { knownPackage } from '../store/known-packages.js';
import { policyVersions } from '../store/policies.js';
import { packageView } from './package-view.js';
import { TrackingLinks } from './tracking-links.js';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

@ApiTags('packages')
@Allow('seller', 'operator')
@Needs('tracking:read')
@Controller('packages')
export class PackagesController {
  constructor(
    private readonly turns: Turns,
    private readonly links: TrackingLinks,
  ) {}

  @ApiOperation({
    summary: 'Where a package is, its scans (the latest first) and its overdue clock (T-1, T-4, I-2).',
  })
  @Get(':packageId')
  async get(@Caller() caller: Principal, @Param('packageId') packageId: string) {
    if (!UUID.test(packageId)) throw invalidInput(['packageId must be a UUID in lower case']);
    const view = await this.turns.read(caller, async (tx) => {
      const known = await knownPackage(tx, packageId);
      if (!known || !maySee(caller, known.shipped)) return undefined;
      const link = this.links.linkTo(known.shipped);
      return packageView(known, link, await policyVersions(tx), await tx.now());
    });
    if (!view)
      throw notFound(
        `No package has the id ${packageId}; one shipped a moment ago may take a second to appear`,
      );
    return view;
  }
}
