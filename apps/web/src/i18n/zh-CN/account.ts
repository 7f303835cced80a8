import type { Words } from '../words.ts';

export const account: Words<'account'> = {
  title: '账号',
};
