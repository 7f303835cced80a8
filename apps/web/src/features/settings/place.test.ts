import { expect, test } from 'vitest';
import { placeOf } from './place.ts';

test('the address says which section is shown', () => {
  expect(placeOf('/settings/devices')).toEqual({ section: 'devices', shown: 'main' });
  expect(placeOf('/settings/devices/')).toEqual({ section: 'devices', shown: 'main' });
  expect(placeOf('/admin/mails')).toEqual({ section: 'mails', shown: 'main' });
});

test('without a section a phone shows the list, and a desktop the first section beside it', () => {
  expect(placeOf('/settings')).toEqual({ section: 'profile', shown: 'list' });
  expect(placeOf('/settings/')).toEqual({ section: 'profile', shown: 'list' });
});

test('administration and settings are different places', () => {
  expect(placeOf('/settings/mails').section).toBeNull();
  expect(placeOf('/admin/profile').section).toBeNull();
  expect(placeOf('/settings/nonsense')).toEqual({ section: null, shown: 'main' });
});
