import { expect, test } from 'vitest';
import { idBefore } from './my-role.ts';

test.each([
  ['01932f4e-7a6b-7c3d-8e4f-0123456789ab', '01932f4e-7a6b-7c3d-8e4f-0123456789aa'],
  ['01932f4e-7a6b-7c3d-8e50-000000000000', '01932f4e-7a6b-7c3d-8e4f-ffffffffffff'],
  ['00000000-0000-0000-0000-000000000001', '00000000-0000-0000-0000-000000000000'],
])('before %s comes %s', (id, before) => {
  expect(idBefore(id)).toBe(before);
});
