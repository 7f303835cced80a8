export { toMessage, usersOf } from './message-row.ts';
export { createPostEvent, type PostEvent } from './post-event.ts';
export { readMessageMeChanges } from './repo.ts';
export { createMessages, type Messages } from './routes.ts';
