import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMyId, useStore } from '../../../app/client.tsx';
import { useServerInfo } from '../../../app/server-info.ts';
import { useLocale } from '../../../i18n/index.ts';
import { Banner, Button, formatDate, Section } from '../../../ui/index.ts';
import { DeleteAccountDialog } from './DeleteAccountDialog.tsx';
import { EmailDialog } from './EmailDialog.tsx';
import { PasswordDialog } from './PasswordDialog.tsx';

/** How I sign in, and the way to leave for good. */
export function AccountSection() {
  const { t } = useTranslation('settings');
  const locale = useLocale();
  const myId = useMyId();
  const me = useStore(`user:${myId}`, (store) => store.user(myId));
  const self = useStore('self', (store) => store.self());
  const { info } = useServerInfo();
  const [dialog, setDialog] = useState<'email' | 'password' | 'delete' | null>(null);
  const close = () => setDialog(null);
  if (!self || !me) return null;

  const handedOut = info?.sendsMail === false;
  const since = formatDate(self.createdAt, locale);
  return (
    <>
      <Section title={t('account.title')} description={t('account.since', { date: since })}>
        <div className="flex flex-col divide-y divide-line">
          <Row label={t('account.name')} value={me.name} />
          <Row
            label={t('account.email')}
            value={self.email}
            action={
              <Button
                variant="secondary"
                size="small"
                aria-label={t('account.emailChange')}
                onClick={() => setDialog('email')}
              >
                {t('change')}
              </Button>
            }
          >
            {self.newEmail && (
              <div className="mt-2">
                <Banner>
                  {t(handedOut ? 'account.pendingHandedOut' : 'account.pending', { email: self.newEmail })}
                </Banner>
              </div>
            )}
          </Row>
          <Row
            label={t('account.password')}
            value="••••••••"
            action={
              <Button
                variant="secondary"
                size="small"
                aria-label={t('account.passwordChange')}
                onClick={() => setDialog('password')}
              >
                {t('change')}
              </Button>
            }
          />
        </div>
      </Section>
      <Section title={t('account.deleteTitle')} description={t('account.deleteBody')}>
        <Button variant="secondary" className="self-start text-danger!" onClick={() => setDialog('delete')}>
          {t('account.delete')}
        </Button>
      </Section>
      <EmailDialog open={dialog === 'email'} onClose={close} handedOut={handedOut} />
      <PasswordDialog open={dialog === 'password'} onClose={close} name={me.name} email={self.email} />
      <DeleteAccountDialog open={dialog === 'delete'} onClose={close} />
    </>
  );
}

function Row({
  label,
  value,
  action,
  children,
}: {
  label: string;
  value: string;
  action?: ReactNode;
  children?: ReactNode;
}) {
  return (
    <div className="py-3 first:pt-0 last:pb-0">
      <div className="flex items-center gap-3">
        <div className="min-w-0 flex-1">
          <div className="text-sm text-muted">{label}</div>
          <div className="break-words">{value}</div>
        </div>
        {action}
      </div>
      {children}
    </div>
  );
}
