/** The sound of a notification: two short tones that the browser makes itself. */

const TONES = [
  { hertz: 660, at: 0 },
  { hertz: 880, at: 0.12 },
] as const;
const SECONDS = 0.18;
const LOUDNESS = 0.12;

let audio: AudioContext | undefined;

export const chime = (): void => {
  audio ??= new AudioContext();
  // A browser keeps the sound back until the user has touched the page.
  void audio.resume().catch(() => undefined);
  for (const { hertz, at } of TONES) {
    const [tone, volume, start] = [audio.createOscillator(), audio.createGain(), audio.currentTime + at];
    tone.frequency.value = hertz;
    volume.gain.setValueAtTime(LOUDNESS, start);
    volume.gain.exponentialRampToValueAtTime(0.001, start + SECONDS);
    tone.connect(volume).connect(audio.destination);
    tone.start(start);
    tone.stop(start + SECONDS);
  }
};
