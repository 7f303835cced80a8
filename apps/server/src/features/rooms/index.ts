export { accessRoom, type RoomAccess } from './access.ts';
export { toMember, toReceipt, toRoom, toSubscription } from './entities.ts';
export { readMembers } from './members-repo.ts';
export { readRoomsByIds } from './repo.ts';
export { readRoomMeChanges, readSubscriptions, roomIdsOf } from './subscriptions-repo.ts';
