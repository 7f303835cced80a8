import { createContext, type ReactNode, useContext, useState } from 'react';
import { PersonCard } from './PersonCard.tsx';

const PersonCardContext = createContext<((userId: string) => void) | null>(null);

/** Shows a person's card over whatever is inside. */
export function PersonCardProvider({ children }: { children: ReactNode }) {
  const [open, setOpen] = useState(false);
  const [userId, setUserId] = useState('');
  const [show] = useState(() => (id: string) => {
    setUserId(id);
    setOpen(true);
  });
  return (
    <PersonCardContext value={show}>
      {children}
      {userId && <PersonCard userId={userId} open={open} onClose={() => setOpen(false)} />}
    </PersonCardContext>
  );
}

/** Opens a person's card. */
export function usePersonCard(): (userId: string) => void {
  const show = useContext(PersonCardContext);
  if (!show) throw new Error('usePersonCard outside of PersonCardProvider');
  return show;
}
