export const rooms = {
  title: 'Chats',
} as const;
