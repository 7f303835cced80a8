/** Who is in which rooms, and who sends. Everything is an index: users, rooms, senders. */
export interface Plan {
  scenario: string;
  users: number;
  /** By room, its members. */
  rooms: number[][];
  senders: { user: number; room: number }[];
  inFlight: number;
  /** Messages a second of one sender; null for as fast as the window allows. */
  perSecond: number | null;
  /** Rooms are pairs of users. */
  direct: boolean;
}

/** `count` whole numbers from `from` on. */
export function range(count: number, from = 0): number[] {
  return Array.from({ length: count }, (_, index) => from + index);
}

/** 200 users in 10 rooms of 20, 2 senders in each. */
function rooms(): Plan {
  const members = range(10).map((room) => range(20, room * 20));
  const senders = members.flatMap((own, room) => own.slice(0, 2).map((user) => ({ user, room })));
  return { scenario: 'rooms', users: 200, rooms: members, senders, inFlight: 8, perSecond: null, direct: false };
}

/** 100 pairs; the first of each sends. */
function direct(): Plan {
  const members = range(100).map((pair) => [pair * 2, pair * 2 + 1]);
  const senders = members.map((own, room) => ({ user: own[0]!, room }));
  return { scenario: 'direct', users: 200, rooms: members, senders, inFlight: 8, perSecond: null, direct: true };
}

/** One room; 10 of its members send. */
function oneRoom(scenario: string, users: number): Plan {
  const senders = range(10).map((user) => ({ user, room: 0 }));
  return { scenario, users, rooms: [range(users)], senders, inFlight: 8, perSecond: null, direct: false };
}

/** The scenarios in which messages are sent as fast as they are taken. */
export const plans: Record<string, () => Plan> = {
  rooms,
  direct,
  room10: () => oneRoom('room10', 10),
  room100: () => oneRoom('room100', 100),
  bigroom: () => oneRoom('bigroom', 1_000),
  hugeroom: () => oneRoom('hugeroom', 10_000),
};

/** The rooms of each user. */
export function roomsByUser(plan: Plan): number[][] {
  const own: number[][] = range(plan.users).map(() => []);
  plan.rooms.forEach((members, room) => {
    for (const user of members) own[user]!.push(room);
  });
  return own;
}
