export type { ContactDeps } from './deps.ts';
export { areContacts, blocksAmong, contactsAmong, isBlocked, readContactChanges } from './read-repo.ts';
