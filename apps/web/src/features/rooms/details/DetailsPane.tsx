import { useTranslation } from 'react-i18next';
import { PaneHeader } from '../../../ui/index.ts';
import { PinnedPanel, SavedPanel } from '../../messages/index.ts';
import { type Panel, useRoomNavigation } from '../address.ts';
import { Details } from './Details.tsx';
import { InvitesPanel } from './InvitesPanel.tsx';
import { MembersPanel } from './MembersPanel.tsx';
import { SettingsPanel } from './SettingsPanel.tsx';

/** What stands beside a room: its details, or one part of them. */
export function DetailsPane({ roomId, panel }: { roomId: string; panel: Panel }) {
  switch (panel) {
    case 'saved':
      return <SavedPane />;
    case 'details':
      return <Details roomId={roomId} />;
    case 'members':
      return <MembersPanel roomId={roomId} />;
    case 'settings':
      return <SettingsPanel roomId={roomId} />;
    case 'invites':
      return <InvitesPanel roomId={roomId} />;
    case 'pins':
      return <PinsPane roomId={roomId} />;
  }
}

function PinsPane({ roomId }: { roomId: string }) {
  const { t } = useTranslation('rooms');
  const { goUp } = useRoomNavigation();
  return (
    <>
      <PaneHeader title={t('pins.title')} onBack={goUp} backAlways />
      <div className="flex min-h-0 flex-1 flex-col">
        <PinnedPanel roomId={roomId} />
      </div>
    </>
  );
}

/** The messages that I saved, from all rooms. */
export function SavedPane() {
  const { t } = useTranslation('rooms');
  const { goUp } = useRoomNavigation();
  return (
    <>
      <PaneHeader title={t('saved.title')} onBack={goUp} backAlways />
      <div className="mx-auto flex min-h-0 w-full max-w-3xl flex-1 flex-col">
        <SavedPanel />
      </div>
    </>
  );
}
