export { isOwnOrigin } from './origin.ts';
export { createHttpServer, localeOf } from './server.ts';
