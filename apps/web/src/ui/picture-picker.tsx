import { ProblemError } from '@hongyan/protocol';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { useErrorText } from '../i18n/index.ts';
import { latePart } from './late-part.ts';
import { useToast } from './Toast.tsx';

const useCropDialog = latePart(async () => (await import('./CropDialog.tsx')).CropDialog);

/**
 * Lets people choose a picture and cut it. Put `parts` on the page and call `choose`. `onUse` gets 256×256 pixels as
 * base64; the dialog says the error when it fails.
 */
export function usePicturePicker({
  label,
  shape = 'round',
  onUse,
}: {
  label: string;
  shape?: 'round' | 'rect';
  onUse: (base64: string) => Promise<unknown>;
}): { choose: () => void; parts: ReactNode } {
  const toast = useToast();
  const errorText = useErrorText();
  const input = useRef<HTMLInputElement>(null);
  const [file, setFile] = useState<File | null>(null);
  const { part: CropDialog, failed } = useCropDialog(file !== null);
  useEffect(() => {
    if (!failed) return;
    setFile(null);
    toast({ text: errorText(new ProblemError('offline')), tone: 'danger' });
  }, [failed, toast, errorText]);
  return {
    choose: () => input.current?.click(),
    parts: (
      <>
        <input
          ref={input}
          type="file"
          accept="image/png,image/jpeg,image/webp,image/gif"
          aria-label={label}
          tabIndex={-1}
          className="sr-only"
          onChange={(event) => {
            const [chosen] = event.target.files ?? [];
            // So that the same file can be chosen again.
            event.target.value = '';
            if (chosen) setFile(chosen);
          }}
        />
        {CropDialog && <CropDialog file={file} shape={shape} onClose={() => setFile(null)} onUse={onUse} />}
      </>
    ),
  };
}
