import type { AccountRow } from '@hongyan/protocol';
import { Ban, CircleCheck, EllipsisVertical, ShieldMinus, ShieldPlus } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useMyId } from '../../../app/client.tsx';
import { useLocale } from '../../../i18n/index.ts';
import { Avatar, formatDate, IconButton, Menu, Tag } from '../../../ui/index.ts';

/** What an administrator can do about an account. */
export type AccountDeed = 'disable' | 'enable' | 'promote' | 'demote';

const tones = { unverified: 'warning', locked: 'warning', disabled: 'danger' } as const;

/** One account: who it is, how it is, and what an administrator can do about it. */
export function AccountItem({ account, onAsk }: { account: AccountRow; onAsk: (deed: AccountDeed) => void }) {
  const { t } = useTranslation('settings');
  const locale = useLocale();
  const myId = useMyId();
  const { user, email, role, state, createdAt } = account;
  const mine = user.id === myId;
  const since = formatDate(createdAt, locale);
  return (
    <div className="flex min-h-18 items-center gap-3 py-2.5 ps-4 pe-2">
      <Avatar id={user.id} name={user.displayName} src={user.avatar} />
      <div className="min-w-0 flex-1">
        <div className="flex flex-wrap items-center gap-x-2 gap-y-1">
          <span className="max-w-full min-w-0 truncate font-medium">{user.displayName}</span>
          {mine && <Tag>{t('accounts.you')}</Tag>}
          {role === 'administrator' && <Tag tone="accent">{t('accounts.administrator')}</Tag>}
          {state !== 'active' && <Tag tone={tones[state]}>{t(`accounts.state.${state}`)}</Tag>}
        </div>
        <div className="truncate text-sm text-muted">
          @{user.name} · {email}
        </div>
        <div className="text-xs text-muted">{t('accounts.since', { date: since })}</div>
      </div>
      {!mine && (
        <Menu
          trigger={<IconButton label={t('accounts.actions', { name: user.displayName })} icon={<EllipsisVertical />} />}
          items={[
            role === 'administrator'
              ? { label: t('accounts.demote'), icon: <ShieldMinus aria-hidden />, onSelect: () => onAsk('demote') }
              : // Whoever cannot sign in could not do the work.
                (state === 'active' || state === 'locked') && {
                  label: t('accounts.promote'),
                  icon: <ShieldPlus aria-hidden />,
                  onSelect: () => onAsk('promote'),
                },
            state === 'disabled'
              ? { label: t('accounts.enable'), icon: <CircleCheck aria-hidden />, onSelect: () => onAsk('enable') }
              : {
                  label: t('accounts.disable'),
                  icon: <Ban aria-hidden />,
                  onSelect: () => onAsk('disable'),
                  danger: true,
                },
          ]}
        />
      )}
    </div>
  );
}
