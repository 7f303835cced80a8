import type { CommandName } from '@hongyan/protocol';
import type { Caller, Handlers } from '../../platform/commands/index.ts';
import { usersByIds } from '../accounts/index.ts';
import { blockPerson, unblockPerson } from './block-person.ts';
import { acceptRequest, declineRequest, withdrawRequest } from './decide-request.ts';
import { type ContactDeps, createContacts } from './deps.ts';
import { findPerson } from './find-person.ts';
import { keepContact, removeContact } from './keep-contact.ts';
import { requestContact } from './request-contact.ts';

type ContactHandlers = Pick<Handlers, Extract<CommandName, `user.${string}` | `contact.${string}`>>;

export function contactRoutes(deps: ContactDeps): ContactHandlers {
  const contacts = createContacts(deps);
  /** A command that answers nothing but that it is done. */
  const done =
    <A>(work: (args: A, userId: string) => Promise<void>) =>
    async (args: A, caller: Caller) => {
      await work(args, caller.userId);
      return {};
    };
  return {
    'user.find': async (args, caller) => ({ user: await findPerson(contacts, caller.userId, args.query) }),
    'user.get': async (args) => ({ users: await usersByIds(contacts.db, args.userIds) }),
    'contact.request': done((args, userId) => requestContact(contacts, userId, args)),
    'contact.accept': done((args, userId) => acceptRequest(contacts, userId, args.requestId)),
    'contact.decline': done((args, userId) => declineRequest(contacts, userId, args.requestId)),
    'contact.withdraw': done((args, userId) => withdrawRequest(contacts, userId, args.requestId)),
    'contact.update': done((args, userId) => keepContact(contacts, userId, args)),
    'contact.remove': done((args, userId) => removeContact(contacts, userId, args.userId)),
    'contact.block': done((args, userId) => blockPerson(contacts, userId, args.userId)),
    'contact.unblock': done((args, userId) => unblockPerson(contacts, userId, args.userId)),
  };
}
