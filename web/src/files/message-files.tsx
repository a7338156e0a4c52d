/** The files of a message: its pictures as a gallery, and a card for every other file. */

import { createSignal, For, Match, Show, Switch } from 'solid-js';
import type { Attachment } from '#gateway/protocol/attachments.ts';
import { FileButton, FileIcon } from '#web/files/file-icons.tsx';
import { Lightbox } from '#web/files/lightbox.tsx';
import { type FileClient, loadedFile, saveFile } from '#web/files/loaded-files.ts';
import { Placeholder } from '#web/files/placeholder.tsx';
import { shownName } from '#web/files/shown-name.ts';
import { sizeText } from '#web/files/sizes.ts';
import { altOf, kindOf } from '#web/files/spoken-files.ts';
import { later } from '#web/words/later/later-words.ts';

type FilesProps = {
  readonly client: FileClient;
  readonly files: ReadonlyArray<Attachment>;
  /** True in the message with the focus. Tab reaches what is inside that message only. */
  readonly reachable: boolean;
  /** True for a message that the log does not hold yet. The server shows its files to no one. */
  readonly pending?: boolean;
};
type FileProps = Omit<FilesProps, 'files'> & { readonly file: Attachment };

/** Pixels of a single picture. It keeps its shape inside of them. */
const WIDTH_MAX = 400;
const HEIGHT_MAX = 320;
/** Pixels that a small picture is drawn with, so that a finger can press it. */
const SIDE_MIN = 64;

const isTab = (reachable: boolean): number | undefined => (reachable ? undefined : -1);
const asksForLess = (): boolean => matchMedia('(prefers-reduced-motion: reduce)').matches;

/** The size of a single picture in the list, before a byte of it is there. */
const sizeOf = ({ picture }: Attachment) => {
  const { width = 1, height = 1 } = picture ?? {};
  const scale = Math.min(1, WIDTH_MAX / width, HEIGHT_MAX / height);
  return {
    width: Math.max(SIDE_MIN, Math.round(width * scale)),
    height: Math.max(SIDE_MIN, Math.round(height * scale)),
  };
};

const Picture = (
  props: FileProps & {
    readonly alone: boolean;
    /** True for a spoiler that its reader has not opened yet. */
    readonly covered: boolean;
    readonly uncover: () => void;
    readonly open: () => void;
  },
) => {
  const animated = () => props.file.picture?.animated === true && props.pending !== true;
  const covered = () => props.covered;
  const [moves, setMoves] = createSignal(!asksForLess());
  const small = loadedFile(props.client, props.file.attachment_id, () => (covered() ? null : 'small'));
  const moving = loadedFile(props.client, props.file.attachment_id, () =>
    animated() && moves() && !covered() && small.url() !== undefined ? 'file' : null,
  );
  const size = () => sizeOf(props.file);
  const failed = () => small.failed() && props.pending !== true;
  return (
    <div
      class="picture"
      style={props.alone ? { width: `${size().width}px`, 'aspect-ratio': `${size().width} / ${size().height}` } : {}}
    >
      <Show when={!covered()}>
        <Placeholder hash={props.file.picture?.placeholder ?? null} />
        <Show when={moving.url() ?? small.url()}>{(url) => <img src={url()} alt="" draggable={false} />}</Show>
      </Show>
      <Switch
        fallback={
          <button
            type="button"
            class="picture-open"
            tabindex={isTab(props.reachable)}
            aria-label={later.files.open(altOf(props.file))}
            aria-haspopup="dialog"
            title={props.file.alt}
            onClick={() => props.open()}
          />
        }
      >
        <Match when={covered()}>
          <button
            type="button"
            class="picture-open picture-cover"
            tabindex={isTab(props.reachable)}
            aria-label={later.files.uncover}
            onClick={() => props.uncover()}
          >
            <FileIcon name="hidden" />
            <span>{later.files.covered}</span>
          </button>
        </Match>
        <Match when={failed()}>
          <button
            type="button"
            class="picture-open picture-failed"
            tabindex={isTab(props.reachable)}
            onClick={() => small.again()}
          >
            <FileIcon name="again" />
            <span>{later.files.notLoaded}</span>
          </button>
        </Match>
      </Switch>
      <Show when={animated() && !covered() && !failed()}>
        <FileButton
          class="picture-motion"
          icon={moves() ? 'pause' : 'play'}
          name={moves() ? later.files.pause : later.files.play}
          tabIndex={isTab(props.reachable)}
          press={() => setMoves((now) => !now)}
        />
      </Show>
    </div>
  );
};

const Gallery = (props: FilesProps) => {
  const [shown, setShown] = createSignal<Attachment>();
  const [opened, setOpened] = createSignal<ReadonlySet<string>>(new Set());
  const isCovered = (file: Attachment): boolean => file.spoiler === true && !opened().has(file.attachment_id);
  /** Pictures beside each other. Four stand better as a square than as three and one. */
  const columns = () => (props.files.length === 4 ? 2 : Math.min(props.files.length, 3));
  return (
    <>
      <ul class={`gallery of-${columns()}`} aria-label={later.files.gallery(props.files.length)}>
        <For each={props.files}>
          {(file) => (
            <li>
              <Picture
                {...props}
                file={file}
                alone={props.files.length === 1}
                covered={isCovered(file)}
                uncover={() => setOpened((before) => new Set([...before, file.attachment_id]))}
                open={() => setShown(file)}
              />
            </li>
          )}
        </For>
      </ul>
      <Show when={props.pending === true ? undefined : shown()} keyed>
        {(first) => (
          <Lightbox
            client={props.client}
            pictures={props.files.filter((file) => !isCovered(file))}
            first={first}
            close={() => setShown(undefined)}
          />
        )}
      </Show>
    </>
  );
};

/** Plays a sound or a video. Its bytes are loaded when the user wants to hear it. */
const Player = (props: FileProps & { readonly kind: 'sound' | 'video' }) => {
  const loaded = loadedFile(props.client, props.file.attachment_id, () => 'file');
  return (
    <Switch fallback={<p class="file-note">{later.files.loading}</p>}>
      <Match when={loaded.failed()}>
        <p class="file-note" role="alert">
          {later.files.notLoaded}{' '}
          <button type="button" class="link" tabindex={isTab(props.reachable)} onClick={() => loaded.again()}>
            {later.files.again}
          </button>
        </p>
      </Match>
      <Match when={loaded.url()}>
        {(url) => (
          <Show
            when={props.kind === 'video'}
            fallback={
              // biome-ignore lint/a11y/useMediaCaption: users send sounds without captions
              <audio src={url()} controls autoplay aria-label={altOf(props.file)} />
            }
          >
            {/* biome-ignore lint/a11y/useMediaCaption: users send videos without captions */}
            <video src={url()} controls autoplay playsinline aria-label={altOf(props.file)} />
          </Show>
        )}
      </Match>
    </Switch>
  );
};

const FileCard = (props: FileProps) => {
  const kind = () => kindOf(props.file);
  const plays = () => kind() === 'sound' || kind() === 'video';
  const [covered, setCovered] = createSignal(props.file.spoiler === true);
  const [playing, setPlaying] = createSignal(false);
  const [saving, setSaving] = createSignal(false);
  const [failed, setFailed] = createSignal(false);
  const save = async (): Promise<void> => {
    setSaving(true);
    setFailed(false);
    setFailed(!(await saveFile(props.client, props.file.attachment_id, props.file.name)));
    setSaving(false);
  };
  return (
    <div class="file-card">
      <div class="file-head">
        <FileIcon name={kind()} />
        <div class="file-name">
          <Show
            when={!covered()}
            fallback={
              <button type="button" class="link" tabindex={isTab(props.reachable)} onClick={() => setCovered(false)}>
                {later.files.uncover}
              </button>
            }
          >
            <bdi title={props.file.name}>{shownName(props.file.name)}</bdi>
            <small>{sizeText(props.file.bytes)}</small>
          </Show>
        </div>
        <Show when={!covered() && props.pending !== true}>
          <Show when={plays() && !playing()}>
            <FileButton
              icon="play"
              name={later.files.playOf(props.file.name)}
              tabIndex={isTab(props.reachable)}
              press={() => setPlaying(true)}
            />
          </Show>
          <FileButton
            icon="download"
            name={later.files.download(props.file.name)}
            busy={saving()}
            tabIndex={isTab(props.reachable)}
            press={() => void save()}
          />
        </Show>
      </div>
      <Show when={!covered() && props.file.alt}>{(alt) => <p class="file-note">{alt()}</p>}</Show>
      <Show when={saving()}>
        <p class="file-note" role="status">
          {later.files.loading}
        </p>
      </Show>
      <Show when={failed()}>
        <p class="file-note" role="alert">
          {later.files.notLoaded}{' '}
          <button type="button" class="link" tabindex={isTab(props.reachable)} onClick={() => void save()}>
            {later.files.again}
          </button>
        </p>
      </Show>
      <Show when={playing() && !covered()}>
        <Player {...props} kind={kind() === 'video' ? 'video' : 'sound'} />
      </Show>
    </div>
  );
};

export const MessageFiles = (props: FilesProps) => {
  const pictures = () => props.files.filter((file) => kindOf(file) === 'picture');
  return (
    <div class="message-files">
      <Show when={pictures().length > 0}>
        <Gallery {...props} files={pictures()} />
      </Show>
      <For each={props.files.filter((file) => kindOf(file) !== 'picture')}>
        {(file) => <FileCard {...props} file={file} />}
      </For>
    </div>
  );
};
