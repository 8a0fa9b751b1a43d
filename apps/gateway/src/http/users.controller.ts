import { Body, Controller, Delete, Get, Param, Post } from '@nestjs/common';
import { ApiOperation } from '@nestjs/swagger';
import { operatorRoles, sellerRoles, toIso } from '#contracts';
import { Acting, Allow, Gives, Needs, sellerOf, Takes, type Actor } from '#runtime';
import type { UserRequest } from '../domain/users.js';
import { KeepUsers } from '../handlers/keep-users.js';
import type { RegisteredUser } from '../store/users.js';
import * as docs from './api-schemas.js';
import { idInPath } from './sellers.controller.js';

const shown = ({ userId, name, role, addedAt, revokedAt }: RegisteredUser): object => ({
  userId,
  name,
  role,
  addedAt: toIso(addedAt),
  revokedAt: revokedAt === null ? null : toIso(revokedAt),
});

/** A seller's users, for the operator. */
@Controller('admin/sellers/:id/users')
@Allow('operator')
export class SellerUsersController {
  constructor(private readonly users: KeepUsers) {}

  @Post()
  @Needs('users:write')
  @ApiOperation({
    summary: 'Add a user (owner, developer, view-only) of a seller; its keys are shown this once',
  })
  @Takes(docs.userAsked(sellerRoles))
  @Gives(docs.userAdded, 201)
  add(
    @Param('id') id: string,
    @Body() request: UserRequest | undefined,
    @Acting() operator: Actor,
  ): Promise<object> {
    return this.users.add(operator, idInPath(id, 'seller'), request ?? {});
  }

  @Get()
  @Needs('users:read')
  @ApiOperation({ summary: 'Every user of a seller' })
  @Gives(docs.users)
  async list(@Param('id') id: string): Promise<{ users: object[] }> {
    return { users: (await this.users.list(idInPath(id, 'seller'))).map(shown) };
  }

  @Delete(':userId')
  @Needs('users:write')
  @ApiOperation({ summary: 'Revoke a user of a seller: its keys and tokens count no more' })
  @Gives(docs.user)
  async revoke(
    @Param('id') id: string,
    @Param('userId') userId: string,
    @Acting() operator: Actor,
  ): Promise<object> {
    return shown(await this.users.revoke(operator, idInPath(id, 'seller'), idInPath(userId, 'user')));
  }
}

/** A seller's users, for its owners. */
@Controller('users')
@Allow('seller')
export class OwnUsersController {
  constructor(private readonly users: KeepUsers) {}

  @Post()
  @Needs('users:write')
  @ApiOperation({ summary: 'Add a user (owner, developer, view-only); its keys are shown this once' })
  @Takes(docs.userAsked(sellerRoles))
  @Gives(docs.userAdded, 201)
  add(@Body() request: UserRequest | undefined, @Acting() owner: Actor): Promise<object> {
    return this.users.add(owner, sellerOf(owner), request ?? {});
  }

  @Get()
  @Needs('users:read')
  @ApiOperation({ summary: 'Every user of yours' })
  @Gives(docs.users)
  async list(@Acting() owner: Actor): Promise<{ users: object[] }> {
    return { users: (await this.users.list(sellerOf(owner))).map(shown) };
  }

  @Delete(':userId')
  @Needs('users:write')
  @ApiOperation({ summary: 'Revoke a user: its keys and tokens count no more' })
  @Gives(docs.user)
  async revoke(@Param('userId') userId: string, @Acting() owner: Actor): Promise<object> {
    return shown(await this.users.revoke(owner, sellerOf(owner), idInPath(userId, 'user')));
  }
}

/** The operator's own users. */
@Controller('admin/operators')
@Allow('operator')
export class OperatorsController {
  constructor(private readonly users: KeepUsers) {}

  @Post()
  @Needs('operators:write')
  @ApiOperation({ summary: 'Add a user of the operator (admin, support); its keys are shown this once' })
  @Takes(docs.userAsked(operatorRoles))
  @Gives(docs.userAdded, 201)
  add(@Body() request: UserRequest | undefined, @Acting() operator: Actor): Promise<object> {
    return this.users.add(operator, null, request ?? {});
  }

  @Get()
  @Needs('operators:read')
  @ApiOperation({ summary: 'Every user of the operator' })
  @Gives(docs.operators)
  async list(): Promise<{ operators: object[] }> {
    return { operators: (await this.users.list(null)).map(shown) };
  }

  @Delete(':userId')
  @Needs('operators:write')
  @ApiOperation({ summary: 'Revoke a user of the operator: its keys and tokens count no more' })
  @Gives(docs.user)
  async revoke(@Param('userId') userId: string, @Acting() operator: Actor): Promise<object> {
    return shown(await this.users.revoke(operator, null, idInPath(userId, 'user')));
  }
}
