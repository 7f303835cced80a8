import { type Dispatch, type SetStateAction, useState } from 'react';

/** A state that starts anew with `initial` each time that a dialog opens. It stays while the dialog goes away. */
export function useFreshState<T>(open: boolean, initial: T): [T, Dispatch<SetStateAction<T>>] {
  const [value, setValue] = useState(initial);
  const [wasOpen, setWasOpen] = useState(open);
  if (open !== wasOpen) {
    setWasOpen(open);
    if (open) setValue(initial);
  }
  return [value, setValue];
}
