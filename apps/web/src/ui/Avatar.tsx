import { useState } from 'react';
import { cx } from './cx.ts';
import { bucketOf, initials, sign } from './initials.ts';

/** Grounds for white letters, each at least 4.5:1. */
const grounds = [
  'bg-[#0b746f]',
  'bg-[#2c6bb3]',
  'bg-[#6a55c2]',
  'bg-[#9a4aa5]',
  'bg-[#b03f6b]',
  'bg-[#b5492c]',
  'bg-[#8c6012]',
  'bg-[#55752a]',
  'bg-[#2f7a4a]',
  'bg-[#52697d]',
];

const sizes = {
  tiny: 'size-5 text-[9px]',
  small: 'size-8 text-xs',
  medium: 'size-11 text-sm',
  large: 'size-16 text-xl',
  huge: 'size-24 text-3xl',
};

export type Dot = 'online' | 'away' | 'busy' | 'offline';

const dots: Record<Dot, string> = {
  online: 'bg-dot-online',
  away: 'bg-dot-away',
  busy: 'bg-dot-busy',
  offline: 'bg-surface border-2 border-dot-offline',
};

export interface AvatarProps {
  /** Decides the colour. */
  id: string;
  name: string;
  /** Address of the picture; without one, or when it fails, the initials show. */
  src?: string | null;
  size?: keyof typeof sizes;
  /** A person is round, a room has corners. */
  shape?: 'round' | 'square';
  dot?: Dot | undefined;
  /** What the dot says, for screen readers. */
  dotLabel?: string;
}

/** A picture of a person or a room. It is decoration: the name stands beside it. */
export function Avatar({ id, name, src, size = 'medium', shape = 'round', dot, dotLabel }: AvatarProps) {
  const [broken, setBroken] = useState<string | null>(null);
  const corner = shape === 'round' ? 'rounded-full' : 'rounded-[28%]';
  const picture = src && src !== broken;
  return (
    <span className={cx('relative inline-block shrink-0 align-top select-none', sizes[size])}>
      {picture ? (
        <img
          src={src}
          alt=""
          draggable={false}
          loading="lazy"
          decoding="async"
          onError={() => setBroken(src)}
          className={cx('block size-full bg-hover object-cover', corner)}
        />
      ) : (
        <span
          aria-hidden
          className={cx(
            'grid size-full place-items-center font-medium text-white',
            corner,
            grounds[bucketOf(id, grounds.length)],
          )}
        >
          {shape === 'round' ? initials(name) : sign(name)}
        </span>
      )}
      {dot && (
        <span
          role={dotLabel ? 'img' : undefined}
          aria-label={dotLabel}
          title={dotLabel}
          className={cx(
            // 14.6 % from both edges is where the circle's diagonal meets its rim.
            'absolute end-[14.6%] bottom-[14.6%] size-[30%] max-h-4 min-h-2.5 max-w-4 min-w-2.5 translate-1/2 rounded-full ring-2 ring-surface rtl:-translate-x-1/2',
            dots[dot],
          )}
        />
      )}
    </span>
  );
}
