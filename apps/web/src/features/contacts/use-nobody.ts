import { ProblemError } from '@hongyan/protocol';
import { useEffect, useState } from 'react';
import { useClient } from '../../app/client.tsx';
import { usePerson } from '../directory/index.ts';

/** Whether the server knows nobody with this id, as after a wrong link. False until it has said so. */
export function useNobody(userId: string): boolean {
  const client = useClient();
  const unknown = usePerson(userId) === null;
  const [nobody, setNobody] = useState(false);
  useEffect(() => {
    if (!unknown) return;
    let gone = false;
    client.call('user.get', { userIds: [userId] }).then(
      ({ users }) => !gone && setNobody(users.length === 0),
      // What is no id at all is refused.
      (error: unknown) => !gone && setNobody(error instanceof ProblemError && error.code === 'invalid'),
    );
    return () => {
      gone = true;
    };
  }, [client, unknown, userId]);
  return unknown && nobody;
}
