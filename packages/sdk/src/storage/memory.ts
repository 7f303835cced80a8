import type { Storage } from './storage.ts';

/** A storage that keeps nothing: the state lasts as long as the client. */
export function memoryStorage(): Storage {
  return {
    userId: null,
    state: () => 'memory',
    onState: () => {},
    open: async () => null,
    readHistory: async () => null,
    readUsers: async () => [],
    saveSession: () => {},
    saveChanges: () => {},
    savePart: () => {},
    saveUsers: () => {},
    forgetRoom: () => {},
    saveOutgoing: async () => {},
    deleteOutgoing: () => {},
    saveIntent: () => {},
    deleteIntent: () => {},
    readIntent: async () => null,
    close: async () => {},
    destroy: async () => {},
  };
}
