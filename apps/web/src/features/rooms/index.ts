/** The main view and the page behind an invite link. */
export { InvitePage } from './InvitePage.tsx';
export { RoomsPage } from './RoomsPage.tsx';
