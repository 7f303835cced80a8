export { openSetup } from './administer.ts';
export type { AccountDeps } from './deps.ts';
export { keepHouse } from './housekeeping.ts';
export { isAdministrator, personById, personByLogin, usersByIds } from './repo.ts';
export { accountRoutes, readAccountChanges } from './routes.ts';
export { answerWithCookie, createAuthenticator, sessionToken } from './sessions.ts';
