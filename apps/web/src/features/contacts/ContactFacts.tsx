import type { Contact } from '@hongyan/protocol';
import { Pencil } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Button, Section, Time } from '../../ui/index.ts';
import { usePerson } from '../directory/index.ts';

/** What I keep about a contact. Only I see it. */
export function ContactFacts({ contact, onEdit }: { contact: Contact; onEdit: () => void }) {
  const { t } = useTranslation(['contacts', 'directory', 'common']);
  const person = usePerson(contact.userId);
  const { remark, phone, address, notes, group } = contact;
  const nothingKept = !remark && !phone && !address && !notes && !group;
  return (
    <Section
      title={t('facts.title')}
      description={t('facts.body')}
      action={
        <Button variant="ghost" size="small" icon={<Pencil aria-hidden className="size-4" />} onClick={onEdit}>
          {t('common:edit')}
        </Button>
      }
    >
      <dl className="flex flex-col gap-3">
        {remark && <Fact label={t('directory:remark.label')}>{remark}</Fact>}
        {remark && person && <Fact label={t('directory:displayName')}>{person.displayName}</Fact>}
        {group && <Fact label={t('facts.group')}>{group}</Fact>}
        {phone && (
          <Fact label={t('facts.phone')}>
            <a href={`tel:${phone.replace(/[^\d+*#]/g, '')}`} className="text-accent-ink hover:underline">
              {phone}
            </a>
          </Fact>
        )}
        {address && <Fact label={t('facts.address')}>{address}</Fact>}
        {notes && <Fact label={t('facts.notes')}>{notes}</Fact>}
        <Fact label={t('facts.since')}>
          <Time at={contact.createdAt} as="day" />
        </Fact>
      </dl>
      {nothingKept && <p className="text-muted">{t('facts.none')}</p>}
    </Section>
  );
}

function Fact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="md:flex md:gap-4">
      <dt className="shrink-0 text-sm text-muted md:w-28 md:pt-px">{label}</dt>
      <dd dir="auto" className="min-w-0 flex-1 break-words whitespace-pre-wrap">
        {children}
      </dd>
    </div>
  );
}
