import { useTranslation } from 'react-i18next';
import { RadioGroup, Section } from '../../../ui/index.ts';
import { useChoices } from '../use-choices.ts';

/** How I appear to others. */
export function PresenceForm() {
  const { t } = useTranslation(['settings', 'common']);
  const [choices, choose] = useChoices();
  return (
    <Section title={t('presence.title')}>
      <RadioGroup
        label={t('presence.label')}
        value={choices.presence}
        options={[
          { value: 'auto', label: t('presence.auto'), hint: t('presence.autoHint') },
          { value: 'away', label: t('common:presence.away'), hint: t('presence.awayHint') },
          { value: 'busy', label: t('common:presence.busy'), hint: t('presence.busyHint') },
          { value: 'offline', label: t('presence.offline'), hint: t('presence.offlineHint') },
        ]}
        onValue={(presence) => choose({ presence })}
      />
    </Section>
  );
}
