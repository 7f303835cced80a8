export { type Live, LiveConnections } from './live.ts';
export { noReach, type Reach } from './reach.ts';
export { SharedLive } from './shared-live.ts';
export { serveSockets } from './socket.ts';
