import { useEffect, useState } from 'react';

const flashMs = 2000;

/** The key of the row that a jump has led to, for two seconds. */
export function useFlash(): [string | null, (key: string) => void] {
  const [flash, setFlash] = useState<{ key: string } | null>(null);
  useEffect(() => {
    if (!flash) return;
    const timer = setTimeout(() => setFlash(null), flashMs);
    return () => clearTimeout(timer);
  }, [flash]);
  return [flash?.key ?? null, (key) => setFlash({ key })];
}
