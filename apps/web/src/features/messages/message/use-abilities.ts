import type { Message } from '@hongyan/protocol';
import { useMyId } from '../../../app/client.tsx';
import { useNow } from '../../../ui/index.ts';
import { useConversation } from '../conversation/conversation.ts';
import { type Abilities, abilitiesOf } from './abilities.ts';

/** What I may do with a message now. */
export function useAbilities(message: Message): Abilities {
  const { access, rules } = useConversation();
  const myId = useMyId();
  const now = useNow();
  return abilitiesOf(message, { access, rules, myId, now });
}

/** As `useAbilities`, for a message that is known only when something happens. */
export function useAbilitiesOf(): (message: Message) => Abilities {
  const { access, rules } = useConversation();
  const myId = useMyId();
  return (message) => abilitiesOf(message, { access, rules, myId, now: Date.now() });
}
