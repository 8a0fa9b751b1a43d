import { HttpException } from '@nestjs/common';

/** One entry of the error envelope that sellers' programs know. */
export interface ErrorEntry {
  code: string;
  message: string;
  details?: string;
}

/** What a caller is told: `{"errors":[{code,message,details?}]}` with this status, every fault at once (O-2). */
export class ApiError extends HttpException {
  constructor(
    status: number,
    readonly errors: ErrorEntry[],
    /** Further headers of the answer, such as `retry-after` (whole seconds). */
    readonly headers: Record<string, string> = {},
  ) {
    super({ errors }, status);
    this.message = errors.map((entry) => entry.message).join('; ');
  }
}

/** 400 `InvalidInput`, one entry per fault. */
export const invalidInput = (faults: string[]): ApiError =>
  new ApiError(
    400,
    faults.map((message) => ({ code: 'InvalidInput', message })),
  );

/** 404 `NotFound`; say what was looked for, in the same words whether or not another seller has it. */
export const notFound = (message: string): ApiError => new ApiError(404, [{ code: 'NotFound', message }]);

/** 403 `Unauthorized`, the status and code on which sellers' programs get a new token. */
export const forbidden = (message: string, details?: string): ApiError =>
  new ApiError(403, [{ code: 'Unauthorized', message, ...(details === undefined ? {} : { details }) }]);

/** 503 `ServiceUnavailable`; `retryAfter` in whole seconds. */
export const unavailable = (message: string, retryAfter = 5): ApiError =>
  new ApiError(503, [{ code: 'ServiceUnavailable', message }], { 'retry-after': String(retryAfter) });
