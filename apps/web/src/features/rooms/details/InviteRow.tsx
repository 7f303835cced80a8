import type { Invite } from '@hongyan/protocol';
import { useTranslation } from 'react-i18next';
import { useLocale } from '../../../i18n/index.ts';
import { Button, CopyButton, formatFull, useNow } from '../../../ui/index.ts';
import { usePersonName } from '../../directory/index.ts';
import { inviteAddress } from '../invite-address.ts';

/** One link: what it is, how long it works, how many came by it. */
export function InviteRow({ invite, onRevoke }: { invite: Invite; onRevoke: () => void }) {
  const { t } = useTranslation('rooms');
  const locale = useLocale();
  const now = useNow();
  const name = usePersonName(invite.createdBy);
  const { expiresAt, maxUses, uses } = invite;
  const address = inviteAddress(invite.code);
  const ends =
    expiresAt === null
      ? t('invites.never')
      : expiresAt <= now
        ? t('invites.expired')
        : t('invites.expires', { when: formatFull(expiresAt, locale) });
  const used = maxUses > 0 ? t('invites.used', { uses, max: maxUses }) : t('invites.usedUnlimited', { count: uses });
  return (
    <li className="rounded-xl border border-line p-3">
      <p className="truncate font-mono text-sm select-all" title={address}>
        {address.replace(/^https?:\/\//, '')}
      </p>
      <p className="mt-1 text-sm text-muted">
        {ends} · {used}
        <br />
        {t('invites.by', { name })}
      </p>
      <div className="mt-2 flex flex-wrap gap-2">
        <CopyButton text={address} label={t('invites.copy')} />
        <Button variant="ghost" size="small" className="text-danger" onClick={onRevoke}>
          {t('invites.revoke')}
        </Button>
      </div>
    </li>
  );
}
