/**
 * Loads the bytes of files with the token of the session in a header, so that no address carries a token. The page shows
 * them under blob addresses, which are given back when nothing shows them.
 */

import { type Accessor, createEffect, createSignal, on, onCleanup } from 'solid-js';
import type { AttachmentId } from '#domain/kernel/ids.ts';
import type { Client } from '#web/client/client.ts';

/** Part of a file: a preview of a picture, or the file itself. */
export type FilePart = 'small' | 'large' | 'file';
export type FileClient = Pick<Client, 'api' | 'platform' | 'state'>;

/** Previews that are kept although no row shows them, so that scrolling back loads nothing again. */
const KEPT_UNUSED_MAX = 80;
/** Pauses in milliseconds before a file that could not be loaded is asked for again. A fresh message may be ahead of it. */
const AGAIN_AFTER_MS = [700, 2_500];

type Held = {
  readonly url: Promise<string | undefined>;
  users: number;
};

const pathOf = (id: AttachmentId, part: FilePart): string =>
  part === 'file' ? `/attachments/${id}` : `/attachments/${id}/preview/${part}`;

/** Reads the bytes of a file. Undefined when they cannot be had. */
export const readFile = async (
  { api, platform }: Pick<Client, 'api' | 'platform'>,
  id: AttachmentId,
  part: FilePart,
  times = 0,
): Promise<Blob | undefined> => {
  const read = async (accessToken: string | undefined) => {
    try {
      const response = await platform.fetch(pathOf(id, part), { headers: { authorization: `Bearer ${accessToken}` } });
      return { status: response.status, blob: response.ok ? await response.blob() : undefined };
    } catch {
      return { status: 0, blob: undefined };
    }
  };
  const { blob } = await api.withToken(read, ({ status }) => status === 401);
  const pause = AGAIN_AFTER_MS[times];
  if (blob !== undefined || pause === undefined) return blob;
  await new Promise<void>((resolve) => platform.later(pause, resolve));
  return readFile({ api, platform }, id, part, times + 1);
};

const shelf = (() => {
  /** The addresses by file and part, those that were used last at the end. */
  const held = new Map<string, Held>();
  let owner: string | undefined;
  const forget = (key: string): void => {
    const one = held.get(key);
    held.delete(key);
    void one?.url.then((url) => {
      if (url !== undefined) URL.revokeObjectURL(url);
    });
  };
  const keyOf = (id: AttachmentId, part: FilePart): string => `${id}/${part}`;
  const trim = (): void => {
    const unused = [...held].filter(([, { users }]) => users === 0).map(([key]) => key);
    // A whole file is large and is not kept. Previews are.
    for (const key of unused) if (key.endsWith('/file')) forget(key);
    const previews = unused.filter((key) => held.has(key));
    for (const key of previews.slice(0, Math.max(0, previews.length - KEPT_UNUSED_MAX))) forget(key);
  };
  /** Forgets the files of another user of this window. */
  const belongTo = (user: string | undefined): void => {
    if (owner !== user) for (const key of [...held.keys()]) forget(key);
    owner = user;
  };
  const addressOf = (blob: Blob | undefined) => (blob === undefined ? undefined : URL.createObjectURL(blob));
  return {
    use: (client: FileClient, id: AttachmentId, part: FilePart): Held => {
      belongTo(client.state().me?.user_id);
      const key = keyOf(id, part);
      const known = held.get(key);
      const one = known ?? { url: readFile(client, id, part).then(addressOf), users: 0 };
      held.delete(key);
      held.set(key, one);
      one.users += 1;
      return one;
    },
    leave: (id: AttachmentId, part: FilePart, one: Held): void => {
      one.users -= 1;
      if (held.get(keyOf(id, part)) === one) trim();
    },
    forget: (id: AttachmentId, part: FilePart): void => forget(keyOf(id, part)),
    /** Keeps a picture of this device as the preview of its upload. */
    seed: (client: FileClient, id: AttachmentId, blob: Blob): void => {
      belongTo(client.state().me?.user_id);
      held.set(keyOf(id, 'small'), { url: Promise.resolve(URL.createObjectURL(blob)), users: 0 });
      trim();
    },
  };
})();

export const { seed: seedPreview } = shelf;

export type LoadedFile = {
  /** Blob address of the part, once it is there. */
  readonly url: Accessor<string | undefined>;
  readonly failed: Accessor<boolean>;
  readonly again: () => void;
};

/** Loads a part of a file as long as the component lives. It loads nothing while `wanted` answers null. */
export const loadedFile = (client: FileClient, id: AttachmentId, wanted: Accessor<FilePart | null>): LoadedFile => {
  const [url, setUrl] = createSignal<string>();
  const [failed, setFailed] = createSignal(false);
  const [tries, setTries] = createSignal(0);
  createEffect(
    on([wanted, tries], ([part]) => {
      setUrl(undefined);
      setFailed(false);
      if (part === null) return;
      const one = shelf.use(client, id, part);
      let over = false;
      void one.url.then((found) => {
        if (over) return;
        setUrl(found);
        setFailed(found === undefined);
        if (found === undefined) shelf.forget(id, part);
      });
      onCleanup(() => {
        over = true;
        shelf.leave(id, part, one);
      });
    }),
  );
  return { url, failed, again: () => void setTries((n) => n + 1) };
};

/**
 * Saves a file under its name. Its type is taken away before, so that no browser shows a page or a drawing of it under
 * the address of this client. Answers false when it could not be loaded.
 */
export const saveFile = async (client: FileClient, id: AttachmentId, name: string): Promise<boolean> => {
  const blob = await readFile(client, id, 'file');
  if (blob === undefined) return false;
  const url = URL.createObjectURL(blob.slice(0, blob.size, 'application/octet-stream'));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  client.platform.later(60_000, () => URL.revokeObjectURL(url));
  return true;
};
