export type * from './api.ts';
export { createClient } from './client.ts';
export { indexedDbStorage } from './storage/indexed-db.ts';
export { memoryStorage } from './storage/memory.ts';
export type { Storage } from './storage/storage.ts';
