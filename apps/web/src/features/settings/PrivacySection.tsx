import { Link } from '@tanstack/react-router';
import { ChevronRight } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { RadioGroup, Section, Switch } from '../../ui/index.ts';
import { useChoices } from './use-choices.ts';

export function PrivacySection() {
  const { t } = useTranslation('settings');
  const [choices, choose] = useChoices();
  return (
    <>
      <Section title={t('privacy.title')}>
        <RadioGroup
          label={t('privacy.lastSeen')}
          value={choices.lastSeenFor}
          options={[
            { value: 'everyone', label: t('privacy.everyone') },
            { value: 'contacts', label: t('privacy.contacts') },
            { value: 'nobody', label: t('privacy.nobody') },
          ]}
          onValue={(lastSeenFor) => choose({ lastSeenFor })}
        />
        <hr className="border-line" />
        <RadioGroup
          label={t('privacy.requests')}
          value={choices.requestsFrom}
          options={[
            { value: 'everyone', label: t('privacy.everyone') },
            { value: 'nobody', label: t('privacy.nobody') },
          ]}
          onValue={(requestsFrom) => choose({ requestsFrom })}
        />
        <hr className="border-line" />
        <RadioGroup
          label={t('privacy.messages')}
          value={choices.messagesFrom}
          options={[
            { value: 'everyone', label: t('privacy.everyone') },
            { value: 'contacts', label: t('privacy.contacts'), hint: t('privacy.messagesContactsHint') },
          ]}
          onValue={(messagesFrom) => choose({ messagesFrom })}
        />
        <hr className="border-line" />
        <RadioGroup
          label={t('privacy.groups')}
          value={choices.groupsFrom}
          options={[
            { value: 'everyone', label: t('privacy.everyone') },
            { value: 'contacts', label: t('privacy.groupsContacts'), hint: t('privacy.groupsContactsHint') },
          ]}
          onValue={(groupsFrom) => choose({ groupsFrom })}
        />
        <hr className="border-line" />
        <Switch
          label={t('privacy.email')}
          hint={t('privacy.emailHint')}
          checked={choices.findableByEmail}
          onChecked={(findableByEmail) => choose({ findableByEmail })}
        />
      </Section>
      <Link
        to="/contacts/blocked"
        className="flex items-center gap-3 rounded-2xl border border-line bg-surface p-4 transition-colors hover:bg-hover md:px-5"
      >
        <span className="min-w-0 flex-1">
          <span className="block font-semibold">{t('privacy.blocked')}</span>
          <span className="block text-sm text-muted">{t('privacy.blockedHint')}</span>
        </span>
        <ChevronRight aria-hidden className="size-5 shrink-0 text-muted rtl:-scale-x-100" />
      </Link>
    </>
  );
}
