/** The address that an invite link leads to, on the server from which this page came. */
export function inviteAddress(code: string): string {
  return new URL(`/invite/${encodeURIComponent(code)}`, location.origin).href;
}
