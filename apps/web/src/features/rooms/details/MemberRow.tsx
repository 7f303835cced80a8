import type { Member, RoomKind } from '@hongyan/protocol';
import { Ellipsis } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useMyId } from '../../../app/client.tsx';
import { IconButton, Menu, type MenuEntry, Tag } from '../../../ui/index.ts';
import { PersonAvatar, PersonName, PresenceText, usePersonCard, usePersonName } from '../../directory/index.ts';

/** A member: who they are, how they are, their role; pressing opens their card. */
export function MemberRow({
  member,
  kind,
  actions,
}: {
  member: Member;
  kind: RoomKind;
  actions: readonly MenuEntry[];
}) {
  const { t } = useTranslation('rooms');
  const openCard = usePersonCard();
  const name = usePersonName(member.userId);
  return (
    <div className="mx-2 flex items-center rounded-xl transition-colors hover:bg-hover">
      <button
        type="button"
        onClick={() => openCard(member.userId)}
        className="flex min-h-15 min-w-0 flex-1 items-center gap-3 rounded-xl ps-2 text-start"
      >
        <MemberFace member={member} kind={kind} />
      </button>
      {actions.some(Boolean) && (
        <Menu
          trigger={<IconButton label={t('members.actions', { name })} icon={<Ellipsis />} size="small" />}
          items={actions}
        />
      )}
    </div>
  );
}

/** Picture, name, role and presence of a member. */
export function MemberFace({ member, kind }: { member: Member; kind: RoomKind }) {
  const { t } = useTranslation('rooms');
  const myId = useMyId();
  const { userId, role } = member;
  return (
    <>
      <PersonAvatar userId={userId} presence />
      <span className="min-w-0 flex-1 leading-snug">
        <span className="flex items-center gap-2">
          <PersonName userId={userId} className="truncate font-medium" />
          {userId === myId && <span className="shrink-0 text-sm text-muted">{t('members.you')}</span>}
          {role === 'owner' && <Tag tone="accent">{kind === 'group' ? t('role.groupOwner') : t('role.owner')}</Tag>}
          {role === 'admin' && <Tag>{t('role.admin')}</Tag>}
        </span>
        <span className="block truncate text-sm text-muted">
          <PresenceText userId={userId} />
        </span>
      </span>
    </>
  );
}
