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
        <Fact label={t('directory:remark.label')}>{contact.remark}</Fact>
        {contact.remark && person && <Fact label={t('directory:displayName')}>{person.displayName}</Fact>}
        <Fact label={t('facts.group')}>{contact.group}</Fact>
        <Fact label={t('facts.phone')}>
          {contact.phone && (
            <a href={`tel:${contact.phone.replace(/[^\d+*#]/g, '')}`} className="text-accent-ink hover:underline">
              {contact.phone}
            </a>
          )}
        </Fact>
        <Fact label={t('facts.address')}>{contact.address}</Fact>
        <Fact label={t('facts.notes')}>{contact.notes}</Fact>
        <Fact label={t('facts.since')}>
          <Time at={contact.createdAt} as="day" />
        </Fact>
      </dl>
    </Section>
  );
}

/** One line; a dash says that there is nothing yet. */
function Fact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="md:flex md:gap-4">
      <dt className="shrink-0 text-sm text-muted md:w-28 md:pt-px">{label}</dt>
      <dd dir="auto" className="min-w-0 flex-1 break-words whitespace-pre-wrap">
        {children || <span className="text-muted">—</span>}
      </dd>
    </div>
  );
}
