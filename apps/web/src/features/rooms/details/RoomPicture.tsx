import type { Room } from '@hongyan/protocol';
import { ImageUp, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useClient } from '../../../app/client.tsx';
import { Button, useAttempt, usePicturePicker } from '../../../ui/index.ts';
import { RoomAvatar } from '../../directory/index.ts';

/** A room's picture, and the ways to another one. */
export function RoomPicture({ room }: { room: Room }) {
  const { t } = useTranslation('rooms');
  const client = useClient();
  const attempt = useAttempt();
  const [busy, setBusy] = useState(false);

  const set = (image: string | null) => client.call('room.setAvatar', { roomId: room.id, image });
  const picker = usePicturePicker({ label: t('settings.choosePicture'), shape: 'rect', onUse: set });
  const remove = async () => {
    setBusy(true);
    await attempt(() => set(null));
    setBusy(false);
  };
  return (
    <div className="mb-5 flex flex-col items-center gap-3">
      <RoomAvatar roomId={room.id} size="huge" />
      <div className="flex flex-wrap justify-center gap-2">
        <Button
          variant="secondary"
          size="small"
          icon={<ImageUp aria-hidden className="size-4" />}
          onClick={picker.choose}
        >
          {t('settings.choosePicture')}
        </Button>
        {room.avatar && (
          <Button
            variant="ghost"
            size="small"
            busy={busy}
            icon={<Trash2 aria-hidden className="size-4" />}
            onClick={remove}
          >
            {t('settings.removePicture')}
          </Button>
        )}
      </div>
      {picker.parts}
    </div>
  );
}
