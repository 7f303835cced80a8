import { useNavigate } from '@tanstack/react-router';
import { useMemo } from 'react';
import { uuidv7 } from 'uuidv7';
import { useClient } from '../../app/client.tsx';

/** What I can do with a person. Each throws `ProblemError`. */
export interface PersonActions {
  /** Goes to our direct room, which is made when it is missing. */
  message(): Promise<void>;
  request(note: string): Promise<void>;
  accept(requestId: string): Promise<void>;
  decline(requestId: string): Promise<void>;
  withdraw(requestId: string): Promise<void>;
  setRemark(remark: string): Promise<void>;
  block(): Promise<void>;
  unblock(): Promise<void>;
}

export function usePersonActions(userId: string): PersonActions {
  const client = useClient();
  const navigate = useNavigate();
  return useMemo(
    () => ({
      async message() {
        const known = client.store.directRoom(userId);
        const { room } = known ?? (await client.call('room.direct', { userId }));
        await navigate({ to: '/rooms/$roomId', params: { roomId: room.id } });
      },
      async request(note) {
        await client.call('contact.request', { id: uuidv7(), userId, note: note.trim() });
      },
      async accept(requestId) {
        await client.call('contact.accept', { requestId });
      },
      async decline(requestId) {
        await client.call('contact.decline', { requestId });
      },
      async withdraw(requestId) {
        await client.call('contact.withdraw', { requestId });
      },
      async setRemark(remark) {
        await client.call('contact.update', { userId, remark: remark.trim() });
      },
      async block() {
        await client.call('contact.block', { userId });
      },
      async unblock() {
        await client.call('contact.unblock', { userId });
      },
    }),
    [client, navigate, userId],
  );
}
