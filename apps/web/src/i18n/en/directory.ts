export const directory = {
  deletedPerson: 'Deleted account',
  blocked: 'Blocked',
  seen: 'last seen {{ago}}',
  seenNow: 'last seen just now',
  thread: 'Thread',
} as const;
