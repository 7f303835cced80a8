import type { Message, Settings, Subscription } from '@hongyan/protocol';

/** What decides whether a message calls for the reader. */
export interface RingContext {
  myId: string;
  subscription: Pick<Subscription, 'muted'> | null;
  settings: Pick<Settings, 'presence' | 'notificationSound' | 'quietHours'>;
  /** Whether the reader is at this page. */
  isAtPage: boolean;
  /** Whether the message's room is open on it. */
  isOpen: boolean;
  /** Minutes since midnight where the reader is. */
  minuteOfDay: number;
}

/** `show` is a notification of the system, for who is not at the page. */
export interface Ring {
  show: boolean;
  sound: boolean;
}

const silence: Ring = { show: false, sound: false };

/**
 * How a new message calls for the reader. Not at all: their own, lines about the room, muted rooms that do not mention
 * them, quiet hours, and while they are busy.
 */
export function ringOf(message: Message, context: RingContext): Ring {
  const { myId, subscription, settings, isAtPage, isOpen, minuteOfDay } = context;
  if (message.authorId === myId || message.event || message.recalledAt !== null || !subscription) return silence;
  const isMention = message.mentionsAll || message.mentions.includes(myId);
  if (subscription.muted && !isMention) return silence;
  if (settings.presence === 'busy' || isQuiet(settings.quietHours, minuteOfDay)) return silence;
  if (isAtPage && isOpen) return silence;
  return { show: !isAtPage, sound: settings.notificationSound };
}

/** Quiet hours may go over midnight. `from` and `to` are minutes of the day; the same twice is the whole day. */
export function isQuiet(hours: Settings['quietHours'], minuteOfDay: number): boolean {
  if (!hours) return false;
  const { from, to } = hours;
  return from < to ? minuteOfDay >= from && minuteOfDay < to : minuteOfDay >= from || minuteOfDay < to;
}

export function minuteOfDay(date: Date): number {
  return date.getHours() * 60 + date.getMinutes();
}

/** Minutes of the day as `HH:MM`, and back; null if it is none. */
export function toClock(minute: number): string {
  return `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
}

export function fromClock(clock: string): number | null {
  const [, hours, minutes] = /^(\d\d):(\d\d)/.exec(clock) ?? [];
  return hours === undefined || minutes === undefined ? null : Number(hours) * 60 + Number(minutes);
}
