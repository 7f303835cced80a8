import { Toast as Base } from '@base-ui/react/toast';
import { X } from 'lucide-react';
import { type ReactNode, useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { useErrorText } from '../i18n/index.ts';
import { IconButton } from './IconButton.tsx';

export interface ToastOptions {
  /** One sentence. */
  text: string;
  tone?: 'plain' | 'danger';
  action?: { label: string; onClick: () => void };
  /** Milliseconds until it goes; 0 stays. */
  timeout?: number;
}

/**
 * Holds the toasts above everything else, one at a time: the newest. They stand below the header, or on a desktop
 * at the foot of the list, where they cover neither messages nor what is being written.
 */
export function ToastProvider({ children }: { children: ReactNode }) {
  const { t } = useTranslation();
  return (
    <Base.Provider limit={1} timeout={5000}>
      {children}
      <Base.Portal>
        <Base.Viewport
          aria-label={t('notices')}
          className="safe-top fixed inset-x-4 top-16 z-60 mx-auto flex max-w-md flex-col md:start-20 md:end-auto md:top-auto md:bottom-4 md:w-68 lg:w-76"
        >
          <Toasts />
        </Base.Viewport>
      </Base.Portal>
    </Base.Provider>
  );
}

function Toasts() {
  const { t } = useTranslation();
  const { toasts } = Base.useToastManager();
  return toasts.map((toast) => (
    <Base.Root
      key={toast.id}
      toast={toast}
      swipeDirection={['up', 'down', 'left', 'right']}
      className="w-full rounded-xl bg-ink text-surface shadow-pop transition-[opacity,translate] duration-150 data-ending-style:opacity-0 data-limited:hidden data-starting-style:-translate-y-4 data-starting-style:opacity-0"
    >
      <Base.Content className="flex min-h-12 items-center gap-2 ps-4 pe-1.5">
        <Base.Title className="min-w-0 flex-1 py-2.5 text-sm break-words" />
        <Base.Action className="min-h-11 rounded-lg px-3 text-sm font-semibold underline-offset-4 hover:underline md:min-h-9" />
        <Base.Close
          // It can be reached with the keyboard at any time, so it is never hidden from screen readers.
          aria-hidden={false}
          render={
            <IconButton
              size="small"
              className="text-surface hover:bg-transparent hover:text-surface"
              label={t('close')}
              icon={<X />}
            />
          }
        />
      </Base.Content>
    </Base.Root>
  ));
}

/** Says something that passes by, with one action at most (undo, open). */
export function useToast(): (options: ToastOptions | string) => void {
  const { add, close } = Base.useToastManager();
  return useCallback(
    (options) => {
      const { text, tone, action, timeout } =
        typeof options === 'string' ? ({ text: options } as ToastOptions) : options;
      const id = add({
        title: text,
        priority: tone === 'danger' ? 'high' : 'low',
        ...(timeout !== undefined && { timeout }),
        ...(action && {
          actionProps: {
            children: action.label,
            onClick: () => {
              close(id);
              action.onClick();
            },
          },
        }),
      });
    },
    [add, close],
  );
}

/**
 * Runs something that may fail and says its error as a toast: `attempt(() => call(…))` answers whether it succeeded.
 */
export function useAttempt(): (work: () => Promise<unknown>) => Promise<boolean> {
  const toast = useToast();
  const errorText = useErrorText();
  return useCallback(
    async (work) => {
      try {
        await work();
        return true;
      } catch (error) {
        toast({ text: errorText(error), tone: 'danger' });
        return false;
      }
    },
    [toast, errorText],
  );
}
