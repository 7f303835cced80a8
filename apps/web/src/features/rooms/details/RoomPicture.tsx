import type { Room } from '@hongyan/protocol';
import { ImageUp, Trash2 } from 'lucide-react';
import { lazy, Suspense, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useClient } from '../../../app/client.tsx';
import { Button, useAttempt } from '../../../ui/index.ts';
import { RoomAvatar } from '../../directory/index.ts';

const CropDialog = lazy(async () => ({ default: (await import('../../../ui/CropDialog.tsx')).CropDialog }));

/** A room's picture, and the ways to another one. */
export function RoomPicture({ room }: { room: Room }) {
  const { t } = useTranslation('rooms');
  const client = useClient();
  const attempt = useAttempt();
  const input = useRef<HTMLInputElement>(null);
  const [file, setFile] = useState<File | null>(null);
  const [opened, setOpened] = useState(false);
  const [busy, setBusy] = useState(false);

  const set = (image: string | null) => client.call('room.setAvatar', { roomId: room.id, image });
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
          onClick={() => input.current?.click()}
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
      <input
        ref={input}
        type="file"
        accept="image/png,image/jpeg,image/webp,image/gif"
        aria-label={t('settings.choosePicture')}
        tabIndex={-1}
        className="sr-only"
        onChange={(event) => {
          setFile(event.target.files?.[0] ?? null);
          setOpened(true);
          // So that the same file can be chosen again.
          event.target.value = '';
        }}
      />
      {opened && (
        <Suspense>
          <CropDialog file={file} shape="rect" onClose={() => setFile(null)} onUse={set} />
        </Suspense>
      )}
    </div>
  );
}
