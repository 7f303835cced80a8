import { Type } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { IconButton, Popover } from '../../../ui/index.ts';
import { Markdown } from '../markdown/Markdown.tsx';

/** What can be written and what becomes of it, and the keys that help. */
export function FormattingHelp() {
  const { t } = useTranslation('messages');
  const [open, setOpen] = useState(false);
  const samples = [
    `**${t('help.bold')}**`,
    `*${t('help.italic')}*`,
    `~~${t('help.strike')}~~`,
    `\`${t('help.code')}\``,
    `> ${t('help.quote')}`,
    `- ${t('help.list')}`,
    `[${t('help.link')}](https://example.org)`,
  ];
  const keys = ['send', 'break', 'editLast', 'bold'] as const;
  return (
    <Popover
      open={open}
      onOpenChange={setOpen}
      side="top"
      align="end"
      label={t('help.title')}
      trigger={<IconButton size="small" label={t('help.title')} icon={<Type />} />}
    >
      <div className="flex w-96 max-w-full flex-col gap-3 p-4">
        <table className="w-full text-sm">
          <caption className="pb-1 text-start font-medium">{t('help.title')}</caption>
          <tbody>
            {samples.map((sample) => (
              <tr key={sample}>
                <td className="py-1 pe-4 font-mono text-[13px] text-muted">{sample}</td>
                <td className="py-1">
                  <Markdown text={sample} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
        <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1 border-t border-line pt-3 text-sm">
          {keys.map((key) => (
            <div key={key} className="contents">
              <dt className="font-mono text-[13px] text-muted">{t(`help.keys.${key}`)}</dt>
              <dd>{t(`help.does.${key}`)}</dd>
            </div>
          ))}
        </dl>
      </div>
    </Popover>
  );
}
