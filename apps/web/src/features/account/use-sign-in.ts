import { useCallback } from 'react';
import { useSession } from '../../app/client.tsx';
import { handOverChoices } from './chosen.ts';

/** Signs in and gives the account what was chosen before. The router leads on from there. @throws ProblemError */
export function useSignIn(): (login: string, password: string) => Promise<void> {
  const session = useSession();
  return useCallback(
    async (login, password) => {
      await session.signIn(login, password);
      const state = session.get();
      if (state.state === 'signed-in') void handOverChoices(state.client);
    },
    [session],
  );
}
