import type { OutboxMail } from '@hongyan/protocol';
import { ChevronDown, Trash2 } from 'lucide-react';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocale } from '../../../i18n/index.ts';
import { Banner, Button, CopyButton, cx, formatRelative, LinkedText, Tag, Time, useNow } from '../../../ui/index.ts';
import { firstLink } from '../../../ui/links.ts';

/** One mail: to whom and what about; opened it shows its words, and its link to press or to copy. */
export function MailRow({
  mail,
  handedOut,
  onRemove,
}: {
  mail: OutboxMail;
  handedOut: boolean;
  /** Answers whether it is gone. */
  onRemove: () => Promise<boolean>;
}) {
  const { t } = useTranslation('settings');
  const id = useId();
  const [open, setOpen] = useState(false);
  const [removing, setRemoving] = useState(false);
  const remove = async (row: Element | null) => {
    setRemoving(true);
    const beside = row?.nextElementSibling ?? row?.previousElementSibling;
    const removed = await onRemove();
    setRemoving(false);
    if (!removed) return;
    // The row goes, and would take the focus along.
    const next = beside?.querySelector('button') ?? document.getElementById('content');
    next?.focus();
  };
  const locale = useLocale();
  const now = useNow();
  const link = firstLink(mail.text);
  return (
    <>
      <button
        type="button"
        aria-expanded={open}
        aria-controls={id}
        onClick={() => setOpen(!open)}
        className="flex min-h-16 w-full items-center gap-3 px-4 py-2.5 text-start transition-colors hover:bg-hover"
      >
        <span className="min-w-0 flex-1">
          <span className="flex items-baseline gap-2">
            <span className="min-w-0 flex-1 truncate font-medium">{mail.to}</span>
            <Time at={mail.createdAt} className="shrink-0 text-xs text-muted" />
          </span>
          <span className="mt-0.5 flex items-center gap-2">
            <span className="min-w-0 flex-1 truncate text-sm text-muted">{mail.subject}</span>
            <MailState mail={mail} handedOut={handedOut} />
          </span>
        </span>
        <ChevronDown
          aria-hidden
          className={cx('size-5 shrink-0 text-muted transition-transform', open && 'rotate-180')}
        />
      </button>
      <div id={id} hidden={!open} className="px-4 pb-4">
        <div className="flex flex-col gap-3 rounded-xl bg-sunken p-4">
          {mail.error && <Banner tone="danger">{t('mails.error', { error: mail.error })}</Banner>}
          <p className="font-semibold break-words">{mail.subject}</p>
          {mail.sentAt !== null && mail.text === '' && (
            <p className="text-muted">{t('mails.gone', { when: formatRelative(mail.sentAt, locale, now) })}</p>
          )}
          <p className="break-words whitespace-pre-wrap empty:hidden">
            <LinkedText text={mail.text} />
          </p>
          <div className="flex flex-wrap gap-2">
            {link && <CopyButton text={link} label={t('mails.copyLink')} />}
            {mail.text && <CopyButton text={mail.text} label={t('mails.copyText')} />}
            <Button
              variant="secondary"
              size="small"
              icon={<Trash2 aria-hidden className="size-4" />}
              busy={removing}
              onClick={(event) => remove(event.currentTarget.closest('li'))}
            >
              {t('mails.remove')}
            </Button>
          </div>
        </div>
      </div>
    </>
  );
}

function MailState({ mail, handedOut }: { mail: OutboxMail; handedOut: boolean }) {
  const { t } = useTranslation('settings');
  if (mail.sentAt !== null) return <Tag tone="success">{t('mails.sent')}</Tag>;
  if (mail.error !== null) return <Tag tone="danger">{t('mails.failed')}</Tag>;
  return handedOut ? <Tag tone="accent">{t('mails.mine')}</Tag> : <Tag tone="warning">{t('mails.waiting')}</Tag>;
}
