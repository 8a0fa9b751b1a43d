/** Injects the parsed configuration of the service. */
export const CONFIG = Symbol('config');
/** Injects the function that signs internal identities as this service. */
export const SIGN_IDENTITY = Symbol('sign identity');
/** Injects the connections per role (`Databases`), for what must not be part of a turn: number blocks, for instance. */
export const DATABASES = Symbol('databases');
/** Injects the registry of metrics that /metrics shows. */
export const METRICS = Symbol('metrics');
