import type { CommandArgs, CommandName, CommandResult } from '@hongyan/protocol';
import type { Client } from './api.ts';
import type { Replica } from './state/replica.ts';

/** Runs a command and lets the replica keep the messages and profiles of the answer. */
export function learning(replica: Replica, call: Client['call']): Client['call'] {
  return async (name, args) => {
    const roomId =
      name === 'message.get' || name === 'message.page' ? (args as CommandArgs<'message.get'>).roomId : null;
    if (roomId === null) return keepUsers(replica, name, await call(name, args));
    const fetch = replica.fetches.begin(roomId);
    try {
      const result = keepUsers(replica, name, await call(name, args));
      replica.addMessages(fetch, (result as CommandResult<'message.get'>).messages);
      return result;
    } finally {
      replica.fetches.end(fetch);
    }
  };
}

function keepUsers<N extends CommandName>(replica: Replica, name: N, result: CommandResult<N>): CommandResult<N> {
  if (name === 'user.find') {
    const { user } = result as CommandResult<'user.find'>;
    if (user) replica.addUsers([user]);
  } else if ('users' in result) replica.addUsers(result.users);
  return result;
}
