/** Two soft notes that rise, a fifth apart. Made here: no file to load. */
const notes = [
  { hertz: 587.33, at: 0 },
  { hertz: 880, at: 0.12 },
];
const seconds = 0.5;
const loudness = 0.08;

/** In a flood of messages it is heard once in so long. */
const restMs = 1_500;

let context: AudioContext | null = null;
let playedAt = Number.NEGATIVE_INFINITY;

/** Plays them. A page that nobody has touched yet may not make a sound: then it is silent. */
export function playSound(): void {
  const now = performance.now();
  if (now - playedAt < restMs) return;
  playedAt = now;
  try {
    context ??= new AudioContext();
    if (context.state === 'suspended') void context.resume().catch(() => {});
    for (const { hertz, at } of notes) playNote(context, hertz, context.currentTime + at);
  } catch {
    // No sound device.
  }
}

function playNote(audio: AudioContext, hertz: number, at: number): void {
  const tone = new OscillatorNode(audio, { type: 'sine', frequency: hertz });
  const gain = new GainNode(audio, { gain: 0 });
  gain.gain.setValueAtTime(0, at);
  gain.gain.linearRampToValueAtTime(loudness, at + 0.02);
  gain.gain.exponentialRampToValueAtTime(0.0001, at + seconds);
  tone.connect(gain).connect(audio.destination);
  tone.start(at);
  tone.stop(at + seconds);
}
