import type { Words } from '../words.ts';

export const rooms: Words<'rooms'> = {
  title: '聊天',
};
