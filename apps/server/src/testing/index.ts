export { type Call, startTestApp, type TestApp, type TestUser } from './test-app.ts';
export { createTestDb, type TestDb } from './test-db.ts';
export { TestSocket } from './test-socket.ts';
