import { readChoice, writeChoice } from '../../ui/choices.ts';

/**
 * Whether this device shows notifications: `off` by choice, `ask` when the browser must be asked first, `denied` when it
 * was and said no, `none` where there are none (no secure address, or a browser that has no such thing).
 */
export type DeviceState = 'on' | 'off' | 'ask' | 'denied' | 'none';

const key = 'hongyan.notifications';

export function deviceState(): DeviceState {
  if (!('Notification' in window)) return 'none';
  if (Notification.permission === 'denied') return 'denied';
  if (readChoice(key) !== 'on') return Notification.permission === 'default' ? 'ask' : 'off';
  return Notification.permission === 'granted' ? 'on' : 'ask';
}

/** Turns them on, asking the browser where it must be asked; or off. */
export async function setDevice(on: boolean): Promise<DeviceState> {
  writeChoice(key, on ? 'on' : null);
  if (on && 'Notification' in window && Notification.permission === 'default') await Notification.requestPermission();
  return deviceState();
}
