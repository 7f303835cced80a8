import type { Words } from '../words.ts';

export const directory: Words<'directory'> = {
  deletedPerson: '已注销用户',
  blocked: '已屏蔽',
  seen: '{{ago}}在线',
  seenNow: '刚刚在线',
  thread: '话题',
};
