import { useTranslation } from 'react-i18next';
import { useToast } from '../../../ui/index.ts';
import { lengthOf } from './split-text.ts';

/** Says how much of what is pasted or dropped into a field does not fit: the browser cuts it at `maxLength`. */
export function useTellLeftOut(): (field: HTMLTextAreaElement, added: DataTransfer) => void {
  const { t } = useTranslation('messages');
  const toast = useToast();
  return (field, added) => {
    const text = added.getData('text/plain').replace(/\r\n?/g, '\n');
    const { maxLength, value, selectionStart, selectionEnd } = field;
    const room = maxLength - value.length + selectionEnd - selectionStart;
    if (text.length <= room) return;
    const count = lengthOf(text.slice(Math.max(0, room)));
    toast({ text: t('composer.leftOut', { count }), tone: 'danger' });
  };
}
