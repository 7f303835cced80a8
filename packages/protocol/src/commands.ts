import type Type from 'typebox';
import { accountCommands } from './commands/accounts.ts';
import { contactCommands } from './commands/contacts.ts';
import { messageCommands } from './commands/messages.ts';
import { roomCommands } from './commands/rooms.ts';
import { syncCommands } from './commands/sync.ts';

/** Every command by name: the whole of what HTTP and the socket can do. */
export const commands = {
  ...accountCommands,
  ...contactCommands,
  ...roomCommands,
  ...messageCommands,
  ...syncCommands,
};

export type CommandName = keyof typeof commands;
export type CommandArgs<N extends CommandName> = Type.Static<(typeof commands)[N]['args']>;
export type CommandResult<N extends CommandName> = Type.Static<(typeof commands)[N]['result']>;
