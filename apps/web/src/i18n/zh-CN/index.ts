import { account } from './account.ts';
import { common } from './common.ts';
import { contacts } from './contacts.ts';
import { directory } from './directory.ts';
import { messages } from './messages.ts';
import { rooms } from './rooms.ts';
import { settings } from './settings.ts';

export const zh = { common, account, contacts, directory, rooms, messages, settings };
