export { accessRoom, type RoomAccess } from './access.ts';
export { ensureDirectRoom } from './direct-room.ts';
export { toMember, toReceipt, toRoom, toSubscription } from './entities.ts';
export { readMembers } from './members-repo.ts';
export { onAccountDeleted, touchProfile } from './profiles.ts';
export { readRoomsByIds } from './repo.ts';
export { roomRoutes } from './routes.ts';
export { readRoomMeChanges, readSubscriptions, roomIdsByUser, type Seat, showSeats } from './subscriptions-repo.ts';
