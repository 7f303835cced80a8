/** Contacts, requests and blocks. */
export function ContactsPage() {
  return null;
}
