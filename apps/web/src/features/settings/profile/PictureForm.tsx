import { Camera } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useClient, useMyId, useStore } from '../../../app/client.tsx';
import { Avatar, Button, ConfirmDialog, CopyButton, usePicturePicker } from '../../../ui/index.ts';

/** My picture and my name, and the ways to change the first. */
export function PictureForm() {
  const { t } = useTranslation('settings');
  const client = useClient();
  const myId = useMyId();
  const me = useStore(`user:${myId}`, (store) => store.user(myId));
  const [removing, setRemoving] = useState(false);
  const setAvatar = (image: string | null) => client.call('account.setAvatar', { image });
  const picker = usePicturePicker({ label: t('profile.picture'), onUse: setAvatar });
  if (!me) return null;
  return (
    <div className="flex flex-col items-center gap-3 py-4 text-center">
      <button type="button" onClick={picker.choose} className="group relative rounded-full">
        <span className="sr-only">{t('profile.changePicture')}</span>
        <Avatar id={myId} name={me.displayName} src={me.avatar} size="huge" />
        <span className="absolute -end-1 -bottom-1 grid size-9 place-items-center rounded-full bg-accent text-on-accent ring-4 ring-canvas transition-colors group-hover:bg-accent-hover">
          <Camera aria-hidden className="size-[18px]" />
        </span>
      </button>
      <div className="max-w-full">
        <h2 className="text-xl font-semibold break-words">{me.displayName}</h2>
        <p className="break-words text-muted">@{me.name}</p>
      </div>
      <div className="flex flex-wrap justify-center gap-2">
        <Button variant="secondary" size="small" onClick={picker.choose}>
          {me.avatar ? t('profile.changePicture') : t('profile.addPicture')}
        </Button>
        {me.avatar && (
          <Button variant="ghost" size="small" onClick={() => setRemoving(true)}>
            {t('profile.removePicture')}
          </Button>
        )}
        <CopyButton text={me.name} label={t('profile.copyName')} />
      </div>
      {picker.parts}
      <ConfirmDialog
        open={removing}
        onClose={() => setRemoving(false)}
        title={t('profile.removeTitle')}
        body={t('profile.removeBody')}
        confirm={t('profile.removePicture')}
        danger
        onConfirm={() => setAvatar(null)}
      />
    </div>
  );
}
