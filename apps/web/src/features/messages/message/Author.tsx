import { PersonAvatar, PersonName, usePersonCard } from '../../directory/index.ts';

/** The author's name above the first message of a few. Opens their card. */
export function Author({ userId }: { userId: string }) {
  const openCard = usePersonCard();
  return (
    <button
      type="button"
      onClick={() => openCard(userId)}
      className="mb-0.5 max-w-full truncate rounded-sm px-1 text-[13px] leading-5 text-muted hover:text-ink"
    >
      <PersonName userId={userId} />
    </button>
  );
}

/** The author's picture beside the first message of a few, and its place beside the others. */
export function AuthorPicture({ userId, shown }: { userId: string; shown: boolean }) {
  const openCard = usePersonCard();
  if (!shown) return <span className="w-8 shrink-0" />;
  return (
    // The name beside it does the same, and is reached by keyboard.
    <button
      type="button"
      tabIndex={-1}
      aria-hidden
      onClick={() => openCard(userId)}
      className="flex shrink-0 rounded-full"
    >
      <PersonAvatar userId={userId} size="small" />
    </button>
  );
}
