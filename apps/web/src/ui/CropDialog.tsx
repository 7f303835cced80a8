import { useEffect, useState } from 'react';
import Cropper from 'react-easy-crop';
import 'react-easy-crop/react-easy-crop.css';
import { useTranslation } from 'react-i18next';
import { useErrorText } from '../i18n/index.ts';
import { Banner } from './Banner.tsx';
import { Button } from './Button.tsx';
import { type CropArea, cropToBase64 } from './crop.ts';
import { Dialog } from './Dialog.tsx';

export interface CropDialogProps {
  /** The picture to cut; null keeps the dialog closed. */
  file: Blob | null;
  shape?: 'round' | 'rect';
  onClose: () => void;
  /** Gets 256×256 pixels as base64. The dialog waits for it, closes when it succeeds, and says the error otherwise. */
  onUse: (base64: string) => Promise<unknown>;
}

/** Lets people choose a square part of a picture, by pointer, fingers, wheel or arrow keys. */
export function CropDialog({ file, shape = 'round', onClose, onUse }: CropDialogProps) {
  const { t } = useTranslation();
  const errorText = useErrorText();
  const [address, setAddress] = useState<string>();
  const [crop, setCrop] = useState({ x: 0, y: 0 });
  const [zoom, setZoom] = useState(1);
  const [area, setArea] = useState<CropArea | null>(null);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string | null>(null);

  useEffect(() => {
    setCrop({ x: 0, y: 0 });
    setZoom(1);
    setArea(null);
    setError(null);
    if (!file) return;
    const made = URL.createObjectURL(file);
    setAddress(made);
    return () => URL.revokeObjectURL(made);
  }, [file]);

  const use = async () => {
    if (!address || !area) return;
    setBusy(true);
    setError(null);
    try {
      await onUse(await cropToBase64(address, area));
      onClose();
    } catch (thrown) {
      setError(errorText(thrown));
    } finally {
      setBusy(false);
    }
  };

  return (
    <Dialog
      open={file !== null}
      onClose={onClose}
      title={t('crop.title')}
      footer={
        <>
          <Button variant="secondary" onClick={onClose}>
            {t('cancel')}
          </Button>
          <Button busy={busy} disabled={!area} onClick={use}>
            {t('crop.use')}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        <div className="relative h-72 overflow-hidden rounded-xl bg-sunken">
          {address && (
            <Cropper
              image={address}
              crop={crop}
              zoom={zoom}
              aspect={1}
              cropShape={shape}
              showGrid={false}
              disableAutomaticStylesInjection
              onCropChange={setCrop}
              onZoomChange={setZoom}
              onCropComplete={(_, pixels) => setArea(pixels)}
              mediaProps={{ onError: () => setError(t('crop.unreadable')) }}
            />
          )}
        </div>
        <label className="flex min-h-11 items-center gap-3">
          <span className="text-sm">{t('crop.zoom')}</span>
          <input
            type="range"
            min={1}
            max={3}
            step={0.01}
            value={zoom}
            onChange={(event) => setZoom(Number(event.target.value))}
            className="flex-1 accent-accent"
          />
        </label>
        {error && <Banner tone="danger">{error}</Banner>}
      </div>
    </Dialog>
  );
}
