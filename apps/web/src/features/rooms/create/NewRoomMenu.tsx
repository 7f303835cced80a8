import { Bookmark, Hash, MessageCircle, Plus, Telescope, UsersRound } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { IconButton, Menu } from '../../../ui/index.ts';
import { useRoomNavigation } from '../address.ts';

/** The dialogs that lead to a room. */
export type NewRoomKind = 'direct' | 'group' | 'channel' | 'browse';

/** The ways to rooms that are not in the list yet, and to the saved messages. */
export function NewRoomMenu({ onPick }: { onPick: (kind: NewRoomKind) => void }) {
  const { t } = useTranslation('rooms');
  const { openPanel } = useRoomNavigation();
  return (
    <Menu
      trigger={<IconButton label={t('create.open')} icon={<Plus />} />}
      items={[
        { label: t('create.direct'), icon: <MessageCircle />, onSelect: () => onPick('direct') },
        { label: t('create.group'), icon: <UsersRound />, onSelect: () => onPick('group') },
        { label: t('create.channel'), icon: <Hash />, onSelect: () => onPick('channel') },
        'separator',
        { label: t('create.browse'), icon: <Telescope />, onSelect: () => onPick('browse') },
        { label: t('create.saved'), icon: <Bookmark />, onSelect: () => openPanel('saved') },
      ]}
    />
  );
}
