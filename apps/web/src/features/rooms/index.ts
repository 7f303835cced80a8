/** The main view and the page behind an invite link. */
export function RoomsPage() {
  return null;
}
export function InvitePage() {
  return null;
}
