import { describe, expect, test } from '@jest/globals';
import { BadRequestException, NotFoundException, ServiceUnavailableException } from '@nestjs/common';
import { ApiError, invalidInput, notFound, unavailable } from './api-error.js';
import { answerTo } from './error.filter.js';

const failed = (more: object): Error => Object.assign(new Error('secret inside'), more);

describe('what a caller is told of an error', () => {
  test.each<[string, unknown, number, string]>([
    ['bad input', invalidInput(['a', 'b']), 400, 'InvalidInput'],
    ['nothing there', notFound('no'), 404, 'NotFound'],
    ['throttled', new ApiError(429, [{ code: 'QuotaExceeded', message: 'slow' }]), 429, 'QuotaExceeded'],
    ['Nest says bad request', new BadRequestException('no'), 400, 'InvalidInput'],
    ['Nest says not found', new NotFoundException('no'), 404, 'NotFound'],
    ['too large', failed({ statusCode: 413 }), 413, 'InvalidInput'],
    ['another media type', failed({ statusCode: 415 }), 415, 'InvalidInput'],
    ['no connection', failed({ code: 'ECONNREFUSED' }), 503, 'ServiceUnavailable'],
    ['Postgres shuts down', failed({ code: '57P01' }), 503, 'ServiceUnavailable'],
    ['disk full', failed({ code: '53100' }), 503, 'ServiceUnavailable'],
    ['a missing column is ours', failed({ code: '42703' }), 500, 'InternalFailure'],
    ['a bug', new TypeError('secret inside'), 500, 'InternalFailure'],
    ['a thrown text', 'secret inside', 500, 'InternalFailure'],
  ])('%s', (_, error, status, code) => {
    const answer = answerTo(error);
    expect(answer.status).toBe(status);
    const { errors } = answer.body as { errors: { code: string; message: string }[] };
    expect(new Set(errors.map((entry) => entry.code))).toEqual(new Set([code]));
  });

  test.each([
    new TypeError('secret inside'),
    'secret inside',
    failed({ code: '42703' }),
    failed({ code: '53100' }),
  ])('what is not the caller’s fault says nothing of the inside: %s', (error) => {
    expect(JSON.stringify(answerTo(error).body)).not.toContain('secret inside');
  });

  test('every fault of an input is an entry', () => {
    expect(answerTo(invalidInput(['a', 'b'])).body).toEqual({
      errors: [
        { code: 'InvalidInput', message: 'a' },
        { code: 'InvalidInput', message: 'b' },
      ],
    });
  });

  test('who is told to come back is told when', () => {
    expect(answerTo(unavailable('away', 7)).headers).toEqual({ 'retry-after': '7' });
  });

  test('health is shown as it is', () => {
    const health = { status: 'error', details: { database: { status: 'down' } } };
    expect(answerTo(new ServiceUnavailableException(health))).toEqual({
      status: 503,
      body: health,
      headers: {},
    });
  });
});
