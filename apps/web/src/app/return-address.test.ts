import { expect, test } from 'vitest';
import { safeReturn } from './return-address.ts';

test('leads back to where the reader wanted to go', () => {
  for (const path of ['/', '/settings/devices', '/rooms/1?panel=details#m', '/invite/小明?x=1', '/a//b']) {
    expect(decodeURI(safeReturn(path)), path).toBe(path);
  }
});

test('never leads to another site', () => {
  const elsewhere = [
    undefined,
    '',
    'https://evil.example',
    '//evil.example',
    '/\\evil.example',
    'http://here.invalid:80@evil.example',
    '//[',
    '/\t/evil.example',
    '/\n\\evil.example',
    'javascript:alert(1)',
    '\\\\evil.example',
    ' /settings',
    'settings',
  ];
  for (const from of elsewhere) expect(safeReturn(from), String(from)).toBe('/');
});

test('not by way of dots that resolve to another site either', () => {
  for (const from of ['/..//evil.example', '/.//evil.example', '/a/..//evil.example', '/%2e%2e//evil.example']) {
    expect(safeReturn(from), from).toBe('/');
  }
  expect(safeReturn('/@evil.example')).toBe('/@evil.example');
});
