import { limits, type ServerInfo } from '@hongyan/protocol';
import type { Client } from '@hongyan/sdk';
import { useEffect, useState } from 'react';
import { useClient } from '../../../app/client.tsx';
import { useOnline } from './online.ts';

const asked = new WeakMap<Client, Promise<ServerInfo>>();

function ask(client: Client): Promise<ServerInfo> {
  const known = asked.get(client);
  if (known) return known;
  const answer = client.call('server.info', {});
  asked.set(client, answer);
  answer.catch(() => asked.delete(client));
  return answer;
}

/** What the server allows with messages. */
export interface MessageRules {
  /** Code points in a message. */
  messageLength: number;
  /** Minutes within which one's own message can be recalled; 0 means always. */
  recallMinutes: number;
}

/** The most that any server allows: the server itself has the last word. */
const unknownRules: MessageRules = { messageLength: limits.messageLength, recallMinutes: 0 };

/** The server's rules; until they are known, those of the most generous server. */
export function useMessageRules(): MessageRules {
  const client = useClient();
  const [rules, setRules] = useState<MessageRules>(unknownRules);
  const online = useOnline();
  useEffect(() => {
    let gone = false;
    ask(client).then(
      (info) => !gone && setRules(info),
      () => {},
    );
    return () => {
      gone = true;
    };
    // When the line is back, what failed may succeed.
  }, [client, online]);
  return rules;
}
