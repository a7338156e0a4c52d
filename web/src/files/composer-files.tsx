/** The files of the message that is being written: the tray over the text, and the ways into it. */

import { createEffect, createSignal, For, onCleanup, Show, untrack } from 'solid-js';
import { FILES_PER_MESSAGE_MAX } from '#domain/kernel/limits.ts';
import type { Attachment } from '#gateway/protocol/attachments.ts';
import type { Channel } from '#gateway/protocol/resources.ts';
import type { Client } from '#web/client/client.ts';
import { DropZone } from '#web/files/drop-zone.tsx';
import { seedPreview } from '#web/files/loaded-files.ts';
import { localPicture } from '#web/files/local-picture.ts';
import { sendUploadsTo } from '#web/files/send-upload.ts';
import { TrayCard } from '#web/files/tray-card.tsx';
import { type TrayFile, type Uploads, uploadsOf } from '#web/files/uploads.ts';
import { later } from '#web/words/later/later-words.ts';

type FilesDeps = {
  readonly client: Client;
  readonly channel: Channel;
  /** Gives the focus back to the text. */
  readonly focus: () => void;
};

/** Bytes of one file that the server takes. It is asked for once. */
const limitOf = (client: Client) => {
  const [most, setMost] = createSignal<number>();
  let asked: Promise<number | undefined> | undefined;
  const ask = async (): Promise<number | undefined> => {
    const answer = await client.api.server();
    if (answer._tag === 'Left') {
      asked = undefined;
      return undefined;
    }
    setMost(answer.right.file_bytes_max);
    return answer.right.file_bytes_max;
  };
  return {
    most,
    read: (): Promise<number | undefined> => {
      asked ??= ask();
      return asked;
    },
  };
};

/** A message that waits until its files are whole, and then goes out by itself. */
const waitingFor = (uploads: Uploads, complain: () => void) => {
  const [send, setSend] = createSignal<() => void>();
  createEffect(() => {
    const act = send();
    if (act === undefined) return;
    const [isWhole, hasFailed] = [uploads.areWhole(), uploads.hasFailed()];
    if (!isWhole && !hasFailed) return;
    setSend(undefined);
    if (isWhole) untrack(act);
    else complain();
  });
  return { send, setSend };
};

/** True for a file that can be read. A browser gives a folder as a file without bytes, and reads none of it. */
const isReadable = (file: File): Promise<boolean> =>
  file
    .slice(0, 1)
    .arrayBuffer()
    .then(
      () => true,
      () => false,
    );

export const composerFiles = ({ client, channel, focus }: FilesDeps) => {
  const { api, platform } = client;
  const thumbs = new WeakMap<File, Promise<Blob | undefined>>();
  const limit = limitOf(client);
  const [note, setNote] = createSignal<string>();
  const uploads = uploadsOf({
    send: sendUploadsTo(client, channel.channel_id),
    newKey: api.newKey,
    platform,
    bytesMax: limit.read,
    discard: ({ attachment_id }) => void api.run({ method: 'DELETE', path: `/attachments/${attachment_id}` }),
    done: ({ attachment_id, picture }, file) => {
      if (picture?.previews !== true) return;
      void thumbs.get(file)?.then((blob) => {
        if (blob !== undefined) seedPreview(client, attachment_id, blob);
      });
    },
  });
  const waiting = waitingFor(uploads, () => setNote(later.files.someFailed));
  onCleanup(uploads.clear);

  let isOver = false;
  onCleanup(() => {
    isOver = true;
  });
  const add = async (given: ReadonlyArray<File>): Promise<void> => {
    const readable = await Promise.all(given.map(isReadable));
    if (isOver) return;
    const files = given.filter((_file, at) => readable[at]);
    for (const file of files) thumbs.set(file, localPicture(file));
    const left = uploads.add(files);
    if (left > 0) setNote(later.files.tooMany(FILES_PER_MESSAGE_MAX));
    else setNote(files.length < given.length ? later.files.folder : undefined);
    focus();
  };
  const remove = (one: TrayFile): void => {
    uploads.remove(one);
    setNote(undefined);
    focus();
  };
  const Tray = () => (
    <>
      <DropZone channel={channel.name} />
      <Show when={uploads.files().length > 0 || note() !== undefined}>
        <section class="tray" aria-label={later.files.tray}>
          <ul>
            <For each={uploads.files()}>
              {(held) => (
                <TrayCard
                  held={held}
                  thumb={thumbs.get(held.file) ?? Promise.resolve(undefined)}
                  bytesMax={limit.most()}
                  remove={() => remove(held)}
                  again={() => {
                    setNote(undefined);
                    uploads.again(held);
                  }}
                />
              )}
            </For>
          </ul>
          <Show when={note()}>
            {(text) => (
              <p class="tray-note" role="alert">
                {text()}
              </p>
            )}
          </Show>
          <Show when={waiting.send() !== undefined}>
            <p class="tray-note" role="status">
              {later.files.sendsLater}{' '}
              <button type="button" class="link" onClick={() => waiting.setSend(undefined)}>
                {later.files.hold}
              </button>
            </p>
          </Show>
          <p class="spoken" role="status">
            {later.files.whole(
              uploads.files().filter(({ state }) => state().kind === 'done').length,
              uploads.files().length,
            )}
          </p>
        </section>
      </Show>
    </>
  );
  return {
    Tray,
    count: (): number => uploads.files().length,
    /** Opens the chooser of the system. */
    choose: (): void => {
      const input = document.createElement('input');
      input.type = 'file';
      input.multiple = true;
      input.addEventListener('change', () => void add([...(input.files ?? [])]));
      input.click();
    },
    /** Takes the files of a drop or a paste. */
    add,
    /** True when the message has to wait for its files. It calls `send` once they are whole. */
    holdsBack: (send: () => void): boolean => {
      if (uploads.areWhole()) return false;
      if (uploads.hasFailed()) setNote(later.files.someFailed);
      else waiting.setSend(() => send);
      return true;
    },
    /** Hands the files over to a message. */
    handOver: (): ReadonlyArray<Attachment> => {
      setNote(undefined);
      return uploads.take();
    },
  };
};
