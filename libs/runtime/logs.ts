import type { DynamicModule, LoggerService } from '@nestjs/common';
import { LoggerModule, type Logger } from 'nestjs-pino';
import { pino, type Logger as Pino } from 'pino';
import type { ServiceConfig, ServiceName } from './service-config.js';

const NAMES = [
  'client_secret',
  'clientSecret',
  'refresh_token',
  'refreshToken',
  'access_token',
  'password',
  'secret',
];
const HEADERS = ['authorization', 'cookie', '["x-amz-access-token"]', '["x-makegood-identity"]'];

/** Where a secret could stand in what is logged; its value is never written. */
const SECRETS = [
  ...NAMES.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]),
  ...HEADERS.flatMap((name) => {
    const key = name.startsWith('[') ? name : `.${name}`;
    return [`headers${key}`, `req.headers${key}`, `err.config.headers${key}`];
  }),
];

/** The path of a tracking page is the key to it. */
const PUBLIC_PAGE = /^\/t\/[^/?]+/;

/** What a line of the log says of an address: the path only, since a query may carry what a person typed. */
export const loggedPath = (url: string): string =>
  (url.split('?', 1)[0] ?? '').replace(PUBLIC_PAGE, '/t/[secret]');

/** Probes and scrapes come every few seconds and say nothing worth a line. */
const QUIET = ['/health/live', '/health/ready', '/metrics'];

/** The process's log: JSON lines on stdout. */
export const createLog = (
  service: ServiceName,
  config: Pick<ServiceConfig, 'logLevel' | 'namespace'>,
): Pino =>
  pino({
    level: config.logLevel,
    base: { service, ...(config.namespace === '' ? {} : { namespace: config.namespace }) },
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (level) => ({ level }) },
    redact: { paths: SECRETS, censor: '[secret]' },
  });

/** The same log for Nest and for requests: one line per request at debug, at warn when it failed. */
export const logsModule = (log: Pino): DynamicModule =>
  LoggerModule.forRoot({
    pinoHttp: {
      logger: log,
      serializers: {
        req: (req: { id: unknown; method: string; url: string }) => ({
          id: req.id,
          method: req.method,
          path: loggedPath(req.url),
        }),
        res: (res: { statusCode: number }) => ({ status: res.statusCode }),
      },
      customLogLevel: (_req, res, error) => (error !== undefined || res.statusCode >= 500 ? 'warn' : 'debug'),
      autoLogging: { ignore: (req) => QUIET.includes(req.url ?? '') },
    },
  });

/** Nest tells of every route and module as it starts: worth reading only when something is wrong with them. */
const CHATTER = new Set([
  'InstanceLoader',
  'RouterExplorer',
  'RoutesResolver',
  'NestFactory',
  'NestApplication',
]);

/** The logger for Nest, with its start-up lines at debug. */
export const quietStart = (logger: Logger): LoggerService => ({
  log: (message: unknown, ...details: unknown[]) =>
    CHATTER.has(String(details.at(-1))) ? logger.debug(message, ...details) : logger.log(message, ...details),
  error: (message: unknown, ...details: unknown[]) => logger.error(message, ...details),
  warn: (message: unknown, ...details: unknown[]) => logger.warn(message, ...details),
  debug: (message: unknown, ...details: unknown[]) => logger.debug(message, ...details),
  verbose: (message: unknown, ...details: unknown[]) => logger.verbose(message, ...details),
  fatal: (message: unknown, ...details: unknown[]) => logger.fatal(message, ...details),
});
