export type { ContactDeps } from './deps.ts';
export { onAccountDeleted } from './forget-contacts.ts';
export { readContactChanges } from './read-repo.ts';
export { contactRoutes } from './routes.ts';
