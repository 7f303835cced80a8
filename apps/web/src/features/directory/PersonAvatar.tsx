import { useTranslation } from 'react-i18next';
import { Avatar, type AvatarProps, type Dot } from '../../ui/index.ts';
import { usePerson, usePersonName } from './person.ts';
import { usePresence } from './presence.ts';

export interface PersonAvatarProps {
  userId: string;
  size?: AvatarProps['size'];
  /** Whether a dot says how they are, unless they are offline. */
  presence?: boolean;
}

/** A person's picture, or their initials. */
export function PersonAvatar({ userId, size = 'medium', presence }: PersonAvatarProps) {
  return presence ? <WatchedAvatar userId={userId} size={size} /> : <PlainAvatar userId={userId} size={size} />;
}

type Size = NonNullable<AvatarProps['size']>;

function WatchedAvatar({ userId, size }: { userId: string; size: Size }) {
  const state = usePresence(userId)?.state;
  return <PlainAvatar userId={userId} size={size} dot={state === 'offline' ? undefined : state} />;
}

function PlainAvatar({ userId, size, dot }: { userId: string; size: Size; dot?: Dot | undefined }) {
  const { t } = useTranslation();
  const user = usePerson(userId);
  const name = usePersonName(userId);
  return (
    <Avatar
      id={userId}
      name={user?.deleted ? '' : name}
      src={user?.avatar ?? null}
      size={size}
      dot={user?.deleted ? undefined : dot}
      {...(dot && { dotLabel: t(`presence.${dot}`) })}
    />
  );
}
