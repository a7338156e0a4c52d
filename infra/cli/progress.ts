/** Shows the progress of long work: a bar on a terminal, and a line every few seconds elsewhere. */
import cliProgress from 'cli-progress';
import { count, duration } from '#infra/operate/words.ts';

/** `share` is the share of the work that is done, from 0 to 1, or undefined when it is unknown. */
export type WorkProgress = { readonly done: number; readonly share: number | undefined };
export type ProgressReport = { readonly at: (step: WorkProgress) => void; readonly end: () => void };

const LINE_EVERY_MS = 5_000;
const BAR_EVERY_MS = 100;
/** Scale of the bar, whose value is a share. */
const WHOLE = 1_000;

type ProgressDrawing = { readonly step: (share: number | undefined, words: string) => void; readonly end: () => void };

const showLines = (stream: NodeJS.WriteStream, title: string): ProgressDrawing => ({
  step: (share, words) => {
    const percent = share === undefined ? '' : `${Math.floor(share * 100)} %, `;
    stream.write(`${title}: ${percent}${words}\n`);
  },
  end: () => undefined,
});

const showBar = (stream: NodeJS.WriteStream, title: string): ProgressDrawing => {
  const bar = new cliProgress.SingleBar(
    { stream, format: `${title} [{bar}] {percentage} % {words}`, hideCursor: true, clearOnComplete: true },
    cliProgress.Presets.shades_classic,
  );
  bar.start(WHOLE, 0, { words: '' });
  return { step: (share, words) => bar.update(Math.floor((share ?? 0) * WHOLE), { words }), end: () => bar.stop() };
};

export const inWords = ({ done, share }: WorkProgress, elapsedMs: number, unit: string): string => {
  const rate = elapsedMs > 0 ? (done / elapsedMs) * 1_000 : 0;
  const left =
    share === undefined || share <= 0 || share >= 1 ? '' : `, ${duration((elapsedMs * (1 - share)) / share)} left`;
  return `${count(done)} ${unit}, ${count(rate)}/s${left}`;
};

/**
 * Starts to show progress.
 * @param unit the counted things, in the plural: `messages`.
 */
export const createProgress = (stream: NodeJS.WriteStream, title: string, unit: string): ProgressReport => {
  const show = stream.isTTY ? showBar(stream, title) : showLines(stream, title);
  const everyMs = stream.isTTY ? BAR_EVERY_MS : LINE_EVERY_MS;
  const began = performance.now();
  let shown = began;
  return {
    at: (step) => {
      const now = performance.now();
      if (now - shown < everyMs) return;
      shown = now;
      show.step(step.share, inWords(step, now - began, unit));
    },
    end: show.end,
  };
};
