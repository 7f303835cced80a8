import { Link } from '@tanstack/react-router';
import { Ban, ChevronRight, Copy } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { copyText, Dialog, IconButton, LinkedText, useToast } from '../../ui/index.ts';
import { BlockDialog } from './BlockDialog.tsx';
import { PersonAvatar } from './PersonAvatar.tsx';
import { PersonButtons } from './PersonButtons.tsx';
import { PersonName } from './PersonName.tsx';
import { PresenceText } from './PresenceText.tsx';
import { usePerson } from './person.ts';
import { RequestNote } from './RequestNote.tsx';
import { useRelation } from './relation.ts';

/** Who a person is, how they are, and what there is to do with them. */
export function PersonCard({ userId, open, onClose }: { userId: string; open: boolean; onClose: () => void }) {
  const { t } = useTranslation('directory');
  const person = usePerson(userId);
  const relation = useRelation(userId);
  const [blocking, setBlocking] = useState(false);
  const known = person && !person.deleted;

  return (
    <Dialog
      open={open}
      onClose={onClose}
      title={
        <span className="flex items-center gap-4 pt-2">
          <PersonAvatar userId={userId} size="large" presence />
          <span className="min-w-0">
            <PersonName userId={userId} className="line-clamp-2 text-xl" />
            <span className="block min-h-5 text-sm font-normal text-muted">
              <PresenceText userId={userId} />
            </span>
          </span>
        </span>
      }
    >
      <div className="flex flex-col gap-4 pt-2">
        {person?.deleted && <p className="text-muted">{t('deletedBody')}</p>}
        {relation.blocked && <p className="text-muted">{t('block.done')}</p>}
        <RequestNote userId={userId} />
        {known && (
          <dl className="flex flex-col gap-3">
            {relation.contact?.remark && <Fact label={t('displayName')}>{person.displayName}</Fact>}
            <Fact label={t('name')} action={<CopyName name={person.name} />}>
              {person.name}
            </Fact>
            {person.bio && (
              <Fact label={t('bio')}>
                <LinkedText text={person.bio} />
              </Fact>
            )}
          </dl>
        )}
        <div className="flex flex-wrap gap-2 *:flex-1">
          <PersonButtons userId={userId} onLeave={onClose} />
        </div>
        {known && !relation.self && (
          <div className="-mx-2 -mb-2 flex flex-col border-t border-line pt-2">
            {relation.contact && (
              <Link to="/contacts/$userId" params={{ userId }} onClick={onClose} className={quietRow}>
                <span className="flex-1">{t('openContact')}</span>
                <ChevronRight aria-hidden className="size-[18px] text-muted rtl:-scale-x-100" />
              </Link>
            )}
            {!relation.blocked && (
              <button type="button" onClick={() => setBlocking(true)} className={`${quietRow} text-danger`}>
                <span className="flex-1">{t('block.open')}</span>
                <Ban aria-hidden className="size-[18px]" />
              </button>
            )}
          </div>
        )}
      </div>
      <BlockDialog userId={userId} open={blocking} onClose={() => setBlocking(false)} />
    </Dialog>
  );
}

const quietRow =
  'flex min-h-11 w-full items-center gap-2 rounded-lg px-2 text-start transition-colors hover:bg-hover md:min-h-10';

function Fact({ label, action, children }: { label: string; action?: ReactNode; children: ReactNode }) {
  return (
    <div>
      <dt className="text-sm text-muted">{label}</dt>
      <dd className="flex items-center gap-2">
        <span dir="auto" className="min-w-0 break-words whitespace-pre-wrap">
          {children}
        </span>
        {action}
      </dd>
    </div>
  );
}

function CopyName({ name }: { name: string }) {
  const { t } = useTranslation(['directory', 'common']);
  const toast = useToast();
  return (
    <IconButton
      label={t('copyName')}
      icon={<Copy />}
      onClick={async () => {
        const copied = await copyText(name);
        toast(copied ? t('common:copied') : { text: t('common:copyFailed'), tone: 'danger' });
      }}
    />
  );
}
