import { expect, test } from 'vitest';
import { encodeFrame } from './connection.ts';
import { type BusRecord, decodeRecord, encodeRecord } from './record.ts';

const frame = encodeFrame({ push: 'lagged' });

test.each<BusRecord>([
  { kind: 'changes', from: 0, to: 2 ** 53 - 1, frame },
  { kind: 'moved' },
  { kind: 'passing', exceptUserId: '', frame },
  { kind: 'passing', exceptUserId: '0190a000-0000-7000-8000-000000000001', frame },
  { kind: 'order', order: { order: 'join', roomId: '0190a000-0000-7000-8000-000000000001' } },
  { kind: 'order', order: { order: 'end', reason: 'signed-out', exceptSessionId: null } },
])('comes over the bus as it was: %j', (record) => {
  expect(decodeRecord(encodeRecord(record))).toEqual(record);
});

test('keeps nothing of the bytes in which it came', () => {
  const bytes = encodeRecord({ kind: 'changes', from: 1, to: 2, frame });
  const record = decodeRecord(bytes);
  bytes.fill(0);
  expect(record).toEqual({ kind: 'changes', from: 1, to: 2, frame });
});

test('of a kind that only a newer release knows is left alone', () => {
  expect(decodeRecord(Buffer.from([99, 1, 2, 3]))).toBe(null);
});
