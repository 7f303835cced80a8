import type { Words } from '../words.ts';

export const contacts: Words<'contacts'> = {
  title: '通讯录',
};
