export type { ContactDeps } from './deps.ts';
export { onAccountDeleted } from './forget-contacts.ts';
export { areContacts, blocksAmong, contactsAmong, isBlocked, readContactChanges } from './read-repo.ts';
export { contactRoutes } from './routes.ts';
