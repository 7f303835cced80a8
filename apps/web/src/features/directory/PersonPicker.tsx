export interface PersonPickerProps {
  /** Ids of those who are picked, in the order in which they were. */
  value: string[];
  onChange: (ids: string[]) => void;
  /** Ids of those who cannot be picked, such as present members. */
  exclude?: string[];
  /** How many may be picked. */
  max?: number;
}

export function PersonPicker(_: PersonPickerProps) {
  return null;
}
