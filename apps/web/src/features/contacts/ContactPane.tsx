import { Ban, Copy, Ellipsis, Pencil, Star, UserRoundMinus, UserRoundX } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useClient } from '../../app/client.tsx';
import {
  copyText,
  EmptyState,
  IconButton,
  LinkedText,
  Menu,
  PaneHeader,
  useAttempt,
  useToast,
} from '../../ui/index.ts';
import {
  BlockDialog,
  PersonAvatar,
  PersonButtons,
  PersonName,
  PresenceText,
  RequestNote,
  usePerson,
  usePersonName,
  useRelation,
} from '../directory/index.ts';
import { ContactFacts } from './ContactFacts.tsx';
import { EditContactDialog } from './EditContactDialog.tsx';
import { RemoveDialog } from './RemoveDialog.tsx';
import { useNobody } from './use-nobody.ts';

/** One person, or that there is nobody at this address. */
export function ContactPane({ userId, onBack }: { userId: string; onBack: () => void }) {
  const { t } = useTranslation('contacts');
  if (!useNobody(userId)) return <Person userId={userId} onBack={onBack} />;
  return (
    <>
      <PaneHeader title={t('title')} onBack={onBack} />
      <EmptyState icon={<UserRoundX />} title={t('nobody.title')} body={t('nobody.body')} />
    </>
  );
}

/** One person: who they are, what I keep about them, and what there is to do with them. */
function Person({ userId, onBack }: { userId: string; onBack: () => void }) {
  const { t } = useTranslation(['contacts', 'directory']);
  const client = useClient();
  const attempt = useAttempt();
  const name = usePersonName(userId);
  const person = usePerson(userId);
  const relation = useRelation(userId);
  const { contact, self, deleted, blocked } = relation;
  const [dialog, setDialog] = useState<'edit' | 'block' | 'remove' | null>(null);
  const close = () => setDialog(null);

  const star = () => attempt(() => client.call('contact.update', { userId, starred: !contact?.starred }));
  return (
    <>
      <PaneHeader
        title={name}
        onBack={onBack}
        actions={
          <>
            {contact && !blocked && (
              <IconButton
                label={contact.starred ? t('unstar') : t('star')}
                icon={<Star className={contact.starred ? 'fill-current' : undefined} />}
                pressed={contact.starred}
                onClick={star}
              />
            )}
            {!self && !deleted && (
              <PersonMenu
                name={person?.name ?? ''}
                onEdit={contact && !blocked ? () => setDialog('edit') : null}
                onRemove={contact ? () => setDialog('remove') : null}
                onBlock={blocked ? null : () => setDialog('block')}
              />
            )}
          </>
        }
      />
      <div className="min-h-0 flex-1 overflow-y-auto">
        <div className="mx-auto flex w-full max-w-2xl flex-col gap-5 p-4 md:p-8">
          <Hero userId={userId} />
          {person?.bio && (
            <p dir="auto" className="break-words whitespace-pre-wrap">
              <LinkedText text={person.bio} />
            </p>
          )}
          {deleted && <p className="text-muted">{t('directory:deletedBody')}</p>}
          {blocked && <p className="text-muted">{t('directory:block.done')}</p>}
          <RequestNote userId={userId} />
          <div className="flex flex-wrap gap-2 max-md:*:flex-1">
            <PersonButtons userId={userId} />
          </div>
          {contact && !blocked && <ContactFacts contact={contact} onEdit={() => setDialog('edit')} />}
        </div>
      </div>
      {contact && <EditContactDialog contact={contact} open={dialog === 'edit'} onClose={close} />}
      <BlockDialog userId={userId} open={dialog === 'block'} onClose={close} />
      <RemoveDialog userId={userId} blocked={blocked} open={dialog === 'remove'} onClose={close} onRemoved={onBack} />
    </>
  );
}

function Hero({ userId }: { userId: string }) {
  const person = usePerson(userId);
  return (
    <div className="flex items-center gap-5">
      <PersonAvatar userId={userId} size="huge" presence />
      <div className="min-w-0">
        <p className="text-2xl font-semibold break-words">
          <PersonName userId={userId} />
        </p>
        {person?.name && (
          <p dir="auto" className="break-all text-muted">
            @{person.name}
          </p>
        )}
        <p className="min-h-6 text-sm text-muted">
          <PresenceText userId={userId} />
        </p>
      </div>
    </div>
  );
}

function PersonMenu({
  name,
  onEdit,
  onRemove,
  onBlock,
}: {
  name: string;
  onEdit: (() => void) | null;
  onRemove: (() => void) | null;
  onBlock: (() => void) | null;
}) {
  const { t } = useTranslation(['contacts', 'directory', 'common']);
  const toast = useToast();
  const copy = async () => {
    const copied = await copyText(name);
    toast(copied ? t('common:copied') : { text: t('common:copyFailed'), tone: 'danger' });
  };
  return (
    <Menu
      trigger={<IconButton label={t('common:more')} icon={<Ellipsis />} />}
      items={[
        onEdit && { label: t('edit.open'), icon: <Pencil />, onSelect: onEdit },
        { label: t('directory:copyName'), icon: <Copy />, onSelect: () => void copy() },
        (onRemove ?? onBlock) && 'separator',
        onRemove && { label: t('remove.open'), icon: <UserRoundMinus />, danger: true, onSelect: onRemove },
        onBlock && { label: t('directory:block.open'), icon: <Ban />, danger: true, onSelect: onBlock },
      ]}
    />
  );
}
