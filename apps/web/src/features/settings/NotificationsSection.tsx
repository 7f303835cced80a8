import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Banner, Section, Switch, TextField } from '../../ui/index.ts';
import { type DeviceState, deviceState, fromClock, playSound, setDevice, toClock } from '../notifications/index.ts';
import { useChoices } from './use-choices.ts';

/** Where the quiet hours begin for who turns them on. */
const night = { from: 22 * 60, to: 7 * 60 };

export function NotificationsSection() {
  const { t } = useTranslation('settings');
  const [choices, choose] = useChoices();
  const { notificationPreview, notificationSound, quietHours } = choices;
  return (
    <>
      <DeviceSection />
      <Section title={t('notifications.everywhere')} description={t('notifications.follows')}>
        <Switch
          label={t('notifications.preview')}
          hint={t('notifications.previewHint')}
          checked={notificationPreview}
          onChecked={(on) => choose({ notificationPreview: on })}
        />
        <hr className="border-line" />
        <Switch
          label={t('notifications.sound')}
          checked={notificationSound}
          onChecked={(on) => {
            if (on) playSound();
            choose({ notificationSound: on });
          }}
        />
        <hr className="border-line" />
        <Switch
          label={t('notifications.quiet')}
          hint={t('notifications.quietHint')}
          checked={quietHours !== null}
          onChecked={(on) => choose({ quietHours: on ? night : null })}
        />
        {quietHours && (
          <div className="grid grid-cols-2 gap-3">
            <Clock
              label={t('notifications.from')}
              minute={quietHours.from}
              onMinute={(from) => choose({ quietHours: { ...quietHours, from } })}
            />
            <Clock
              label={t('notifications.to')}
              minute={quietHours.to}
              onMinute={(to) => choose({ quietHours: { ...quietHours, to } })}
            />
          </div>
        )}
      </Section>
    </>
  );
}

function Clock({ label, minute, onMinute }: { label: string; minute: number; onMinute: (minute: number) => void }) {
  return (
    <TextField
      type="time"
      label={label}
      required
      value={toClock(minute)}
      onChange={({ target }) => {
        const chosen = fromClock(target.value);
        if (chosen !== null) onMinute(chosen);
      }}
    />
  );
}

/** What this browser alone decides. */
function DeviceSection() {
  const { t } = useTranslation('settings');
  const [state, setState] = useState<DeviceState>(deviceState);
  // The browser's own settings may change beside the page.
  useEffect(() => {
    const look = () => setState(deviceState());
    window.addEventListener('focus', look);
    return () => window.removeEventListener('focus', look);
  }, []);
  return (
    <Section title={t('notifications.here')}>
      <Switch
        label={t('notifications.show')}
        hint={t('notifications.showHint')}
        checked={state === 'on'}
        disabled={state === 'none' || state === 'denied'}
        onChecked={(on) => void setDevice(on).then(setState)}
      />
      {state === 'denied' && <Banner tone="warning">{t('notifications.denied')}</Banner>}
      {state === 'none' && <Banner>{t('notifications.none')}</Banner>}
    </Section>
  );
}
