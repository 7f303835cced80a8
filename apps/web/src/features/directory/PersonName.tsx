import { usePersonName } from './person.ts';

/** A person's name as I call them. */
export function PersonName({ userId, className }: { userId: string; className?: string }) {
  return (
    <bdi dir="auto" className={className}>
      {usePersonName(userId)}
    </bdi>
  );
}
