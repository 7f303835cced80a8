import type { CommandArgs, Settings } from '@hongyan/protocol';
import { useState } from 'react';
import { useClient, useStore } from '../../app/client.tsx';
import { useAttempt } from '../../ui/index.ts';

/** The user's choices. `choose` shows one at once, and takes it back with a word when the server refuses it. */
export function useChoices(): [Settings, (some: CommandArgs<'settings.update'>) => void] {
  const client = useClient();
  const attempt = useAttempt();
  const stored = useStore('settings', (store) => store.settings());
  const [chosen, setChosen] = useState<CommandArgs<'settings.update'>>({});

  const choose = async (some: CommandArgs<'settings.update'>) => {
    setChosen(some);
    await attempt(() => client.call('settings.update', some));
    setChosen((now) => (now === some ? {} : now));
  };
  return [{ ...stored, ...chosen }, (some) => void choose(some)];
}
