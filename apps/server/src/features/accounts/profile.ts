import { type CommandArgs, isBlank, ProblemError, type Settings } from '@hongyan/protocol';
import { nextUserRevs } from '../../platform/db/index.ts';
import type { Accounts } from './deps.ts';
import { toSelf, toSettings, toUser, type UserRow } from './entities.ts';
import { bumpProfile, lockAccount, settingsOf, updateUser } from './repo.ts';

export async function updateProfile(
  accounts: Accounts,
  userId: string,
  args: CommandArgs<'account.updateProfile'>,
): Promise<void> {
  const set = profileSet(args);
  if (Object.keys(set).length > 0) await changeProfile(accounts, userId, set);
}

/** Sets a user's picture, or removes it; the one before is gone for ever. @throws ProblemError as `putPicture` */
export async function setAvatar(accounts: Accounts, userId: string, image: string | null): Promise<void> {
  const { blobs, limits } = accounts;
  limits.picture.take(userId);
  const avatar = image === null ? null : await blobs.putPicture(image);
  const before = await changeProfile(accounts, userId, { avatar });
  if (before.avatar !== null) await blobs.removePicture(before.avatar);
}

type ProfileSet = Partial<Pick<UserRow, 'display_name' | 'bio' | 'avatar'>>;

/** Changes what others see of a user, and shows it to the rooms they are in. Returns the account as it was. */
async function changeProfile(accounts: Accounts, userId: string, set: ProfileSet): Promise<UserRow> {
  const { before, publish } = await accounts.db.transaction().execute(async (tx) => {
    const before = await lockAccount(tx, userId);
    if (isSame(before, set)) return { before, publish: () => {} };
    await updateUser(tx, userId, set);
    await bumpProfile(tx, userId);
    const publishRooms = await accounts.onProfileChanged(tx, userId);
    const rev = (await nextUserRevs(tx, [userId])).get(userId)!;
    const row = await updateUser(tx, userId, { self_rev: rev });
    const publish = () => {
      publishRooms();
      accounts.live.user(userId, {
        scope: 'me',
        from: rev - 1,
        to: rev,
        self: toSelf(row),
        users: [toUser(row)],
      });
    };
    return { before, publish };
  });
  publish();
  return before;
}

function isSame(row: UserRow, set: ProfileSet): boolean {
  return (Object.keys(set) as (keyof ProfileSet)[]).every((field) => row[field] === set[field]);
}

/** @throws ProblemError `invalid` when nothing can be seen of the name */
function profileSet(args: CommandArgs<'account.updateProfile'>): ProfileSet {
  const { displayName, bio } = args;
  return {
    ...(displayName === undefined ? {} : { display_name: nameOnOneLine(displayName) }),
    ...(bio === undefined ? {} : { bio: bio.trim() }),
  };
}

/** Marks that turn the direction of the text after them would turn other people's words, too. */
const unruly = /[\p{Cc}\u202A-\u202E\u2066-\u2069]/gu;

function nameOnOneLine(displayName: string): string {
  const name = displayName.replace(/\s+/g, ' ').replace(unruly, '').trim();
  if (isBlank(name)) throw new ProblemError('invalid', { field: 'displayName' });
  return name;
}

/** Changes some of a user's choices. */
export async function updateSettings(
  accounts: Accounts,
  userId: string,
  some: CommandArgs<'settings.update'>,
): Promise<void> {
  const { db, live } = accounts;
  const { before, after } = await db.transaction().execute(async (tx) => {
    await lockAccount(tx, userId);
    const rev = (await nextUserRevs(tx, [userId])).get(userId)!;
    const before = (await settingsOf(tx, [userId])).get(userId)!;
    const { rev: _, ...choices }: Settings = { ...before, ...some };
    const row = await updateUser(tx, userId, { settings: JSON.stringify(choices), settings_rev: rev });
    return { before, after: toSettings(row) };
  });
  live.user(userId, { scope: 'me', from: after.rev - 1, to: after.rev, settings: after });
  if (before.presence !== after.presence || before.lastSeenFor !== after.lastSeenFor)
    accounts.onPresenceChanged(userId);
}
