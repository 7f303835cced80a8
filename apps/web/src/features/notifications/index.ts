/** Calls the reader: page icon, sound, notifications of the system. */
export { type DeviceState, deviceState, setDevice } from './device.ts';
export { Notifier } from './Notifier.tsx';
export { fromClock, toClock } from './ring.ts';
export { playSound } from './sound.ts';
