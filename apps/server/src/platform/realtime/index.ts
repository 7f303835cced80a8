export { type Live, LiveConnections } from './live.ts';
export { serveSockets } from './socket.ts';
