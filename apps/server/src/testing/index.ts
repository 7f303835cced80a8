export { codeOf } from './code-of.ts';
export { holdLock } from './hold-lock.ts';
export { mailedToken } from './people-repo.ts';
export { type Call, startTestApp, type TestApp, type TestUser } from './test-app.ts';
export { createTestDb, type TestDb } from './test-db.ts';
export { TestSocket } from './test-socket.ts';
