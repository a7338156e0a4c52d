/** Long work, shown: a bar on a terminal, and elsewhere (a log file, a pipe) a line every few seconds. */
import cliProgress from 'cli-progress';
import { count, duration } from '#infra/operate/words.ts';

/** `share` is how much of the whole is done, 0 to 1, where that can be known. */
export type Step = { readonly done: number; readonly share: number | undefined };
export type Progress = { readonly at: (step: Step) => void; readonly end: () => void };

const LINE_EVERY_MS = 5_000;
const BAR_EVERY_MS = 100;
/** The bar's scale; what it shows is a share. */
const WHOLE = 1_000;

type Show = { readonly step: (share: number | undefined, words: string) => void; readonly end: () => void };

const showLines = (stream: NodeJS.WriteStream, title: string): Show => ({
  step: (share, words) => {
    const percent = share === undefined ? '' : `${Math.floor(share * 100)} %, `;
    stream.write(`${title}: ${percent}${words}\n`);
  },
  end: () => undefined,
});

const showBar = (stream: NodeJS.WriteStream, title: string): Show => {
  const bar = new cliProgress.SingleBar(
    { stream, format: `${title} [{bar}] {percentage} % {words}`, hideCursor: true, clearOnComplete: true },
    cliProgress.Presets.shades_classic,
  );
  bar.start(WHOLE, 0, { words: '' });
  return { step: (share, words) => bar.update(Math.floor((share ?? 0) * WHOLE), { words }), end: () => bar.stop() };
};

export const inWords = ({ done, share }: Step, elapsedMs: number, unit: string): string => {
  const rate = elapsedMs > 0 ? (done / elapsedMs) * 1_000 : 0;
  const left =
    share === undefined || share <= 0 || share >= 1 ? '' : `, ${duration((elapsedMs * (1 - share)) / share)} left`;
  return `${count(done)} ${unit}, ${count(rate)}/s${left}`;
};

/** @param unit what is counted, in the plural: `messages`. */
export const createProgress = (stream: NodeJS.WriteStream, title: string, unit: string): Progress => {
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
