import { IdCard, UsersRound } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from '../../../app/client.tsx';
import { LinkedText } from '../../../ui/index.ts';
import { usePerson, usePersonCard, usePersonName } from '../../directory/index.ts';
import { NewRoomDialog } from '../create/NewRoomDialog.tsx';
import { DetailsRow, DetailsRows } from './DetailsRow.tsx';

/** The other person of a direct room. */
export function PersonFacts({ userId }: { userId: string }) {
  const { t } = useTranslation('rooms');
  const person = usePerson(userId);
  const name = usePersonName(userId);
  const openCard = usePersonCard();
  const contact = useStore('contacts', (store) => store.contact(userId));
  const [creating, setCreating] = useState(false);
  if (!person || person.deleted) return null;
  const { displayName, bio } = person;
  return (
    <>
      <dl className="flex flex-col gap-2 border-t border-line px-4 py-3">
        {contact?.remark && displayName !== name && <Fact label={t('details.displayName')}>{displayName}</Fact>}
        <Fact label={t('details.userName')}>{person.name}</Fact>
        {bio && (
          <Fact label={t('details.bio')}>
            <LinkedText text={bio} />
          </Fact>
        )}
      </dl>
      <DetailsRows>
        <DetailsRow label={t('details.profile')} icon={<IdCard />} leads onClick={() => openCard(userId)} />
        <DetailsRow
          label={t('details.newGroupWith', { name })}
          icon={<UsersRound />}
          leads
          onClick={() => setCreating(true)}
        />
      </DetailsRows>
      <NewRoomDialog kind="group" withIds={[userId]} open={creating} onClose={() => setCreating(false)} />
    </>
  );
}

function Fact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div>
      <dt className="text-sm text-muted">{label}</dt>
      <dd dir="auto" className="break-words whitespace-pre-wrap">
        {children}
      </dd>
    </div>
  );
}
