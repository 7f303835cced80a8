export interface RoomPickerDialogProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: string;
  /** The deed as a verb: "Forward". */
  action: string;
  /** The dialog waits for it, closes when it succeeds, and says the error when it fails. */
  onPick: (roomIds: string[]) => Promise<void> | void;
}

export function RoomPickerDialog(_: RoomPickerDialogProps) {
  return null;
}
