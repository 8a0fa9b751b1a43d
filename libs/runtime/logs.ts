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

/** What may hold a buyer's name or address: bodies, and the fields of orders. */
const BUYERS = [
  'body',
  'content',
  'destinationAddress',
  'notificationEmails',
  'deliveryPreferences',
  'displayableOrderComment',
  'giftMessage',
  'paymentInformation',
  'email',
  'phone',
];

/** Postgres quotes rows in these. */
const OF_ROWS = ['err.detail', 'err.where', 'err.parameters', 'err.query', 'err.driverError'];

/** Where a secret, or a buyer's data, could stand in what is logged; its value is never written. */
const SECRETS = [
  ...[...NAMES, ...BUYERS].flatMap((name) => [name, `*.${name}`, `*.*.${name}`]),
  ...HEADERS.flatMap((name) => {
    const key = name.startsWith('[') ? name : `.${name}`;
    return [`headers${key}`, `req.headers${key}`, `err.config.headers${key}`];
  }),
  ...OF_ROWS,
];

/** Probes and scrapes come every few seconds and say nothing worth a line. */
const QUIET = ['/health/live', '/health/ready', '/metrics'];

/** The process's log: JSON lines on stdout, or to another place. */
export const createLog = (
  service: ServiceName,
  config: Pick<ServiceConfig, 'logLevel' | 'namespace'>,
  to?: NodeJS.WritableStream,
): Pino =>
  pino(
    {
      level: config.logLevel,
      base: { service, ...(config.namespace === '' ? {} : { namespace: config.namespace }) },
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (level) => ({ level }) },
      redact: { paths: SECRETS, censor: '[secret]' },
    },
    to ?? pino.destination(1),
  );

/** The same log for Nest and for requests: one line per request at debug, at warn when it failed. */
export const logsModule = (log: Pino): DynamicModule =>
  LoggerModule.forRoot({
    pinoHttp: {
      logger: log,
      // The route only: paths and queries carry what a person typed.
      serializers: {
        req: (req: { id: unknown; method: string; raw?: { route?: string }; route?: string }) => ({
          id: req.id,
          method: req.method,
          route: req.raw?.route ?? req.route ?? 'none',
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
