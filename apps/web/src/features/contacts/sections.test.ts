import { expect, test } from 'vitest';
import type { ListedContact } from '../directory/index.ts';
import { listRows } from './sections.ts';

const contact = (name: string, more: { group?: string; starred?: boolean } = {}): ListedContact => ({
  userId: name,
  name,
  names: [name],
  contact: {
    userId: name,
    remark: '',
    phone: '',
    address: '',
    notes: '',
    group: '',
    starred: false,
    createdAt: 0,
    deleted: false,
    rev: 1,
    ...more,
  },
});

test('each contact stands once: starred, else in its group, else under its initial', () => {
  const contacts = [
    contact('阿明'),
    contact('Ada', { group: '同事', starred: true }),
    contact('Bob', { group: '同事' }),
    contact('陈思', { group: '家人' }),
    contact('王小明'),
  ];
  const rows = listRows(contacts);
  expect(rows.map((row) => (row.kind === 'heading' ? `${row.of} ${row.title} ${row.count}` : row.userId))).toEqual([
    'starred  1',
    'Ada',
    'group 家人 1',
    '陈思',
    'group 同事 1',
    'Bob',
    'initial A 1',
    '阿明',
    'initial W 1',
    '王小明',
  ]);
  expect(new Set(rows.map((row) => row.key)).size).toBe(rows.length);
});
