/**
 * Every bound on what a client may send or hold, in one place. Lengths of text are in Unicode code points,
 * sizes in bytes, times in the unit that the name says.
 */
export const limits = {
  /** A user's sign-in name. */
  name: { min: 2, max: 32 },
  displayName: 64,
  bio: 300,
  email: 254,
  password: { min: 8, max: 256 },
  /** The most that `HONGYAN_MESSAGE_LENGTH` may be set to; the configured length is in `server.info`. */
  messageLength: 40_000,
  mentions: 50,
  forwardedMessages: 50,
  /** All texts of one forward together: as much as the longest message. */
  forwardedLength: 40_000,
  /** Texts that one message may have had, with the present one. */
  messageVersions: 100,
  reactionsPerMessage: 20,
  /** Users named in `Reaction.userIds`; `count` has no such bound. */
  reactionUsers: 20,
  emoji: 16,
  pinsPerRoom: 50,
  roomName: 80,
  topic: 500,
  inviteCode: 32,
  inviteUses: 10_000,
  inviteHours: 24 * 365,
  invitesPerRoom: 50,
  /** Rooms that one user may be a member of, threads apart. */
  roomsPerUser: 4_000,
  /** Threads that one user may be in; further ones do not bring them in. */
  threadsPerUser: 4_000,
  /** People who may be added to a room in one command. */
  addedMembers: 100,
  /** Rooms up to this size have read receipts and hand out their members whole. */
  receiptMembers: 500,
  contactsPerUser: 5_000,
  /** Requests of one user that nobody has answered yet. */
  pendingRequests: 100,
  /** Requests that wait for one user's answer; further ones are refused. */
  receivedRequests: 500,
  requestNote: 200,
  remark: 64,
  contactGroup: 32,
  contactField: 200,
  contactNotes: 2_000,
  /** Rows in one page of messages, members, rooms, users or mails. */
  page: 100,
  /** Ids in one `message.get` or `user.get`. */
  ids: 100,
  /** Rooms named in one `sync`, so that it is still one frame; `only` asks for more of them. */
  syncRooms: 4_000,
  /** A scope that is further behind than this gets a snapshot. */
  changesRows: 500,
  /** Rooms that one connection may watch beyond those its user is a member of. */
  watchedRooms: 20,
  watchedPresences: 200,
  statusText: 80,
  /** A picture as base64, before the server makes it small. */
  image: 1_400_000,
  userAgent: 200,
  sessionsPerUser: 50,
  savedMessages: 2_000,
  /** One socket frame or one HTTP body. */
  frameBytes: 256 * 1024,
  /** Sockets that one user may have open, over all devices. */
  connectionsPerUser: 100,
  /** Commands of one connection that wait for their answer. */
  commandsInFlight: 64,
  /** Bytes that wait in one connection's queue before it is told `lagged`. */
  queueBytes: 4 * 1024 * 1024,
  heartbeatSeconds: 25,
} as const;
