/** Sweep of files: takes away what uploads and crashes left, and brings the counted bytes in line with the log. */
import { type Either, isLeft } from 'fp-ts/lib/Either.js';
import type { TaskEither } from 'fp-ts/lib/TaskEither.js';
import type { MessageFiles } from '#commands/ports/message-files.ts';
import type { FilesUnavailable, StoreUnavailable } from '#domain/kernel/failure.ts';
import { AttachmentId, type MessageId } from '#domain/kernel/ids.ts';
import { type Instant, millisOf, plusMillis } from '#domain/kernel/instant.ts';
import { DAY_MS, HOUR_MS } from '#domain/kernel/units.ts';
import type { Blobs } from './blobs/blobs.ts';
import type { KeptFiles } from './keep-files.ts';
import type { FileRegister, NamedFile } from './register/register.ts';

/** Milliseconds that a complete upload waits for its message. Then it is removed. */
export const UPLOAD_KEPT_MS = DAY_MS;
/** Milliseconds after its begin until an upload that is not complete counts as dead. An upload takes ten minutes at most. */
export const UPLOAD_DEAD_MS = HOUR_MS;
/** Rows or names that one step of the sweep reads. A larger page would hold more of them in memory. */
const PAGE = 200;

/** Numbers of files that one sweep settled. */
export type FileTally = { uploads: number; messages: number; blobs: number };

export type FileSweepDeps = {
  readonly register: FileRegister;
  readonly blobs: Blobs;
  readonly files: Pick<KeptFiles, 'destroy'> & Pick<MessageFiles, 'free' | 'count'>;
  /** Says what the log knows of a message: it is there, a moderator removed it, or it is gone for good. */
  readonly standing: (messageId: MessageId) => Promise<Either<StoreUnavailable, 'there' | 'removed' | 'gone'>>;
  readonly now: () => Instant;
};

const orReject = async (work: TaskEither<FilesUnavailable, void>): Promise<void> => {
  const outcome = await work();
  if (isLeft(outcome)) throw new Error(outcome.left.why);
};

/** Does for the files of a message what its stream says: counts them, frees their bytes, or destroys them. */
const settle = async ({ standing, files }: FileSweepDeps, file: NamedFile): Promise<void> => {
  const found = await standing(file.messageId);
  if (isLeft(found)) throw new Error(found.left.why);
  switch (found.right) {
    case 'there':
      return orReject(files.count(file.messageId));
    case 'removed':
      return orReject(files.free(file.messageId));
    case 'gone':
      return files.destroy([file]);
  }
};

/** Removes blobs that no row and no message names. */
const removeStrays = async ({ register, blobs, now }: FileSweepDeps, tally: FileTally, signal: AbortSignal) => {
  const before = new Date(millisOf(now()) - UPLOAD_KEPT_MS);
  let page: Array<{ readonly name: Parameters<Blobs['remove']>[0]; readonly fileId: AttachmentId }> = [];
  const judge = async (): Promise<void> => {
    const known = await register.known(page.map(({ fileId }) => fileId));
    for (const { name, fileId } of page) {
      if (known.has(fileId)) continue;
      await blobs.remove(name);
      tally.blobs += 1;
    }
    page = [];
  };
  for await (const { name, changedAt } of blobs.list()) {
    if (signal.aborted) return;
    const fileId = AttachmentId.decode(name.split('-')[0]);
    if (isLeft(fileId) || changedAt >= before) continue;
    page.push({ name, fileId: fileId.right });
    if (page.length === PAGE) await judge();
  }
  await judge();
  await blobs.tidy(new Date(millisOf(now()) - UPLOAD_DEAD_MS));
};

/** Settles everything that is due now. Ends early when the signal aborts. Rejects when a part cannot be reached. */
export const sweepFiles =
  (deps: FileSweepDeps) =>
  async (signal: AbortSignal): Promise<FileTally> => {
    const { register, files, now } = deps;
    const tally: FileTally = { uploads: 0, messages: 0, blobs: 0 };
    while (!signal.aborted) {
      const at = now();
      const since = { arriving: plusMillis(at, -UPLOAD_DEAD_MS), kept: plusMillis(at, -UPLOAD_KEPT_MS) };
      const unused = await register.unused(since, PAGE);
      if (unused.length === 0) break;
      await files.destroy(unused);
      tally.uploads += unused.length;
    }
    let after = '';
    while (!signal.aborted) {
      // A message that was just sent may not stand in the read models yet.
      const page = await register.unlike(after, plusMillis(now(), -UPLOAD_DEAD_MS), PAGE);
      for (const file of page) await settle(deps, file);
      tally.messages += page.length;
      const last = page.at(-1);
      if (last === undefined) break;
      after = last.fileId;
    }
    await removeStrays(deps, tally, signal);
    return tally;
  };
