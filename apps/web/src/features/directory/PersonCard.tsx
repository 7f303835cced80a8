export function PersonCard(_: { userId: string; open: boolean; onClose: () => void }) {
  return null;
}
