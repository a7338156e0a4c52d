/** Uploads of a message that is being written. They begin at once, two at a time, and outlive a cut connection. */

import { isLeft } from 'fp-ts/lib/Either.js';
import { type Accessor, createSignal, type Setter } from 'solid-js';
import { FILES_PER_MESSAGE_MAX } from '#domain/kernel/limits.ts';
import type { Attachment } from '#gateway/protocol/attachments.ts';
import { passes, pauseBefore } from '#web/client/pauses.ts';
import type { SendUpload } from '#web/files/send-upload.ts';
import type { Platform } from '#web/platform/platform.ts';
import type { Trouble } from '#web/store/state.ts';

/** Uploads that run at a time. The next one waits for its turn. */
const AT_ONCE = 2;

/**
 * State of one upload. `resting` waits for the connection and goes on by itself. `failed` waits for the user; `isFinal`
 * says that the same file would fail again.
 */
export type UploadState =
  | { readonly kind: 'waiting' | 'resting' }
  | { readonly kind: 'running'; readonly sent: number; readonly bytesPerSec: number }
  | { readonly kind: 'done'; readonly attachment: Attachment }
  | { readonly kind: 'failed'; readonly trouble: Trouble; readonly isFinal: boolean };

/** File in the tray, with the words of the user about it. */
export type TrayFile = {
  readonly file: File;
  readonly state: Accessor<UploadState>;
  readonly alt: Accessor<string>;
  readonly setAlt: Setter<string>;
  readonly spoiler: Accessor<boolean>;
  readonly setSpoiler: Setter<boolean>;
};
type HeldFile = TrayFile & {
  readonly setState: Setter<UploadState>;
  readonly stop: AbortController;
  key: string;
  isGone: boolean;
};

/** A refusal that no pause ends. The operator has to act. */
const FULL = 'files_full';
/** Refusals that the same bytes would meet again. */
const FINAL: ReadonlySet<string> = new Set([
  'file_empty',
  'file_too_large',
  'file_infected',
  'picture_refused',
  'file_type_wrong',
]);

export type UploadDeps = {
  readonly send: SendUpload;
  readonly newKey: () => string;
  readonly platform: Pick<Platform, 'later' | 'now' | 'watchOnline'>;
  /** Bytes of one file, or undefined when the server tells no number. */
  readonly bytesMax: () => Promise<number | undefined>;
  /** Removes an upload that no message names. */
  readonly discard: (attachment: Attachment) => void;
  /** Called when an upload is whole. */
  readonly done: (attachment: Attachment, file: File) => void;
};

const refusedHere = (code: string): UploadState => ({ kind: 'failed', trouble: { code, detail: code }, isFinal: true });

/** Waits for a pause, and no longer when the network comes back or the upload is cancelled. */
const rest = (platform: UploadDeps['platform'], ms: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const go = (): void => {
      callOff();
      ignore();
      resolve();
    };
    const callOff = platform.later(ms, go);
    const ignore = platform.watchOnline(go);
    signal.addEventListener('abort', go, { once: true });
  });

/** Tells the progress of an upload with its speed since the start. */
const progressOf = (held: HeldFile, now: () => number) => {
  const begun = now();
  return (sent: number): void => {
    const secs = Math.max(0.001, (now() - begun) / 1_000);
    held.setState({ kind: 'running', sent: Math.min(sent, held.file.size), bytesPerSec: sent / secs });
  };
};

/** Sends one file until the server has it, refuses it, or the user cancels. */
const runUpload = async (deps: UploadDeps, held: HeldFile): Promise<void> => {
  const { file, stop, setState } = held;
  const max = await deps.bytesMax();
  if (max !== undefined && file.size > max) return void setState(refusedHere('file_too_large'));
  for (let times = 0; !held.isGone; times += 1) {
    const progressed = progressOf(held, deps.platform.now);
    progressed(0);
    const answer = await deps.send({ file, key: held.key, progressed, signal: stop.signal });
    if (held.isGone) {
      if (!isLeft(answer)) deps.discard(answer.right);
      return;
    }
    if (!isLeft(answer)) {
      deps.done(answer.right, file);
      return void setState({ kind: 'done', attachment: answer.right });
    }
    const { left: trouble } = answer;
    const pause = passes(trouble) && trouble.code !== FULL ? pauseBefore(times, trouble.retryAfterSecs ?? 0) : null;
    if (pause === null) {
      // The server has answered this key, so a new try of the user needs a new one.
      if (trouble.status !== 0) held.key = deps.newKey();
      return void setState({ kind: 'failed', trouble, isFinal: FINAL.has(trouble.code) });
    }
    setState({ kind: 'resting' });
    await rest(deps.platform, pause, stop.signal);
  }
};

export type Uploads = ReturnType<typeof uploadsOf>;

/** Keeps the files of one message. The caller ends it with `clear`, which discards what no message names. */
export const uploadsOf = (deps: UploadDeps) => {
  const [files, setFiles] = createSignal<ReadonlyArray<HeldFile>>([]);
  let running = 0;

  const fill = (): void => {
    while (running < AT_ONCE) {
      const next = files().find(({ state }) => state().kind === 'waiting');
      if (next === undefined) return;
      running += 1;
      next.setState({ kind: 'running', sent: 0, bytesPerSec: 0 });
      void runUpload(deps, next).finally(() => {
        running -= 1;
        fill();
      });
    }
  };
  const held = (file: File): HeldFile => {
    const [state, setState] = createSignal<UploadState>(
      file.size === 0 ? refusedHere('file_empty') : { kind: 'waiting' },
    );
    const [alt, setAlt] = createSignal('');
    const [spoiler, setSpoiler] = createSignal(false);
    const [stop, key] = [new AbortController(), deps.newKey()];
    return { file, state, setState, alt, setAlt, spoiler, setSpoiler, stop, key, isGone: false };
  };
  const drop = (gone: HeldFile): void => {
    const now = gone.state();
    gone.isGone = true;
    if (now.kind === 'done') deps.discard(now.attachment);
    // An upload whose bytes have all left may be whole already. Its answer tells, and then it is discarded.
    if (now.kind !== 'running' || now.sent < gone.file.size) gone.stop.abort();
  };
  const shown = files as Accessor<ReadonlyArray<TrayFile>>;
  const find = (one: TrayFile) => files().find((other) => other === one);

  return {
    files: shown,
    /** Takes files up to the most of a message. Answers the number of files that found no place. */
    add: (more: ReadonlyArray<File>): number => {
      const room = Math.max(0, FILES_PER_MESSAGE_MAX - files().length);
      setFiles((before) => [...before, ...more.slice(0, room).map(held)]);
      fill();
      return Math.max(0, more.length - room);
    },
    remove: (one: TrayFile): void => {
      const gone = find(one);
      if (gone === undefined) return;
      setFiles((before) => before.filter((other) => other !== gone));
      drop(gone);
    },
    again: (one: TrayFile): void => {
      find(one)?.setState({ kind: 'waiting' });
      fill();
    },
    /** True when every upload is whole. */
    areWhole: (): boolean => files().every(({ state }) => state().kind === 'done'),
    hasFailed: (): boolean => files().some(({ state }) => state().kind === 'failed'),
    /** Hands the files over to a message, with the words of the user about them. Nothing discards them then. */
    take: (): ReadonlyArray<Attachment> => {
      const taken = files().flatMap(({ state, alt, spoiler }): ReadonlyArray<Attachment> => {
        const now = state();
        if (now.kind !== 'done') return [];
        const text = alt().trim();
        return [{ ...now.attachment, ...(text === '' ? {} : { alt: text }), ...(spoiler() ? { spoiler: true } : {}) }];
      });
      setFiles([]);
      return taken;
    },
    clear: (): void => {
      const gone = files();
      setFiles([]);
      gone.forEach(drop);
    },
  };
};
