export { addressReader } from './address.ts';
export { isOwnOrigin } from './origin.ts';
export { createHttpServer, localeOf } from './server.ts';
