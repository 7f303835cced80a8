/** Contacts, requests and blocks. */
export { ContactsPage } from './ContactsPage.tsx';
