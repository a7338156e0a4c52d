/** Shows the pictures of a message over the whole window, one at a time. */

import { createEffect, createSignal, on, onCleanup, onMount, Show } from 'solid-js';
import { Portal } from 'solid-js/web';
import type { Attachment } from '#gateway/protocol/attachments.ts';
import { FileButton } from '#web/files/file-icons.tsx';
import { type FileClient, loadedFile, saveFile } from '#web/files/loaded-files.ts';
import { Placeholder } from '#web/files/placeholder.tsx';
import { shownName } from '#web/files/shown-name.ts';
import { altOf } from '#web/files/spoken-files.ts';
import { ZOOM_MAX, zooming } from '#web/files/zooming.ts';
import { countOpen } from '#web/ui/front-dialog.ts';
import { closeOnBack } from '#web/ui/open-floats.ts';
import { later } from '#web/words/later/later-words.ts';
import { words } from '#web/words/words.ts';

const asksForLess = (): boolean => matchMedia('(prefers-reduced-motion: reduce)').matches;

/** The picture in front, in the large preview. An animated one moves unless the system asks for less motion. */
const Shown = (props: {
  readonly client: FileClient;
  readonly file: Attachment;
  readonly zoom: ReturnType<typeof zooming>;
}) => {
  const animated = () => props.file.picture?.animated === true;
  const [moves, setMoves] = createSignal(!asksForLess());
  const loaded = loadedFile(props.client, props.file.attachment_id, () => (animated() && moves() ? 'file' : 'large'));
  const shape = () => `${props.file.picture?.width ?? 1} / ${props.file.picture?.height ?? 1}`;
  const view = () => props.zoom.view();
  return (
    <>
      <div
        class="lightbox-picture"
        style={{
          'aspect-ratio': shape(),
          '--wide': `${props.file.picture?.width ?? 1}`,
          '--high': `${props.file.picture?.height ?? 1}`,
          transform: `translate(${view().x}px, ${view().y}px) scale(${view().zoom})`,
        }}
      >
        <Placeholder hash={props.file.picture?.placeholder ?? null} />
        <Show when={loaded.url()}>{(url) => <img src={url()} alt={altOf(props.file)} draggable={false} />}</Show>
      </div>
      <Show when={loaded.failed()}>
        <p class="lightbox-note" role="alert">
          {later.files.notLoaded}{' '}
          <button type="button" class="link" onClick={() => loaded.again()}>
            {later.files.again}
          </button>
        </p>
      </Show>
      <Show when={animated()}>
        <FileButton
          class="lightbox-motion"
          icon={moves() ? 'pause' : 'play'}
          name={moves() ? later.files.pause : later.files.play}
          press={() => setMoves((now) => !now)}
        />
      </Show>
    </>
  );
};

type LightboxProps = {
  readonly client: FileClient;
  readonly pictures: ReadonlyArray<Attachment>;
  readonly first: Attachment;
  readonly close: () => void;
};

/** The keys of the lightbox. Escape closes it as it closes every dialog. */
const keysOf = (
  zoom: ReturnType<typeof zooming>,
  step: (by: 1 | -1) => void,
): Readonly<Record<string, () => void>> => ({
  ArrowLeft: () => step(-1),
  ArrowRight: () => step(1),
  '+': zoom.nearer,
  '=': zoom.nearer,
  '-': zoom.farther,
  '0': zoom.reset,
});

const Overlay = (props: LightboxProps) => {
  const [at, setAt] = createSignal(Math.max(0, props.pictures.indexOf(props.first)));
  const [saving, setSaving] = createSignal(false);
  const [failed, setFailed] = createSignal(false);
  let dialog: HTMLDialogElement | undefined;
  let frame: HTMLDivElement | undefined;
  closeOnBack(() => props.close());
  const several = () => props.pictures.length > 1;
  const step = (by: 1 | -1): void => {
    if (several()) setAt((now) => (now + by + props.pictures.length) % props.pictures.length);
  };
  const zoom = zooming(
    () => frame,
    (swipe) => {
      if (swipe === 'away') props.close();
      else step(swipe === 'before' ? -1 : 1);
    },
  );
  createEffect(on(at, zoom.reset, { defer: true }));
  const picture = () => props.pictures[at()];
  const save = async (file: Attachment): Promise<void> => {
    setSaving(true);
    setFailed(!(await saveFile(props.client, file.attachment_id, file.name)));
    setSaving(false);
  };
  onMount(() => {
    if (dialog === undefined) return;
    dialog.showModal();
    countOpen(dialog);
    dialog.querySelector<HTMLElement>('.lightbox-close')?.focus();
  });
  onCleanup(() => dialog?.close());
  const keys = keysOf(zoom, step);
  return (
    <dialog
      ref={(element) => {
        dialog = element;
      }}
      class="lightbox"
      aria-label={later.files.lightbox}
      on:cancel={(event: Event) => {
        event.preventDefault();
        props.close();
      }}
      on:close={() => {
        if (dialog?.isConnected === true) props.close();
      }}
      on:keydown={(event: KeyboardEvent) => {
        const act = keys[event.key];
        if (act === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
        event.preventDefault();
        event.stopPropagation();
        act();
      }}
    >
      <Show when={picture()}>
        {(file) => (
          <>
            <header class="lightbox-bar">
              <p class="lightbox-name" role="status">
                <bdi>{file().alt ?? shownName(file().name)}</bdi>
                <Show when={several()}>
                  {' '}
                  <small>{later.files.place(at() + 1, props.pictures.length)}</small>
                </Show>
              </p>
              <FileButton
                icon="farther"
                name={later.files.farther}
                tip="below"
                disabled={zoom.view().zoom <= 1}
                press={zoom.farther}
              />
              <FileButton
                icon="nearer"
                name={later.files.nearer}
                tip="below"
                disabled={zoom.view().zoom >= ZOOM_MAX}
                press={zoom.nearer}
              />
              <FileButton
                icon="download"
                name={later.files.download(file().name)}
                tip="below-end"
                busy={saving()}
                press={() => void save(file())}
              />
            </header>
            <div
              class="lightbox-frame"
              classList={{ zoomed: zoom.view().zoom > 1 }}
              ref={(element) => {
                frame = element;
                element.addEventListener('wheel', zoom.wheel, { passive: false });
              }}
              on:pointerdown={zoom.down}
              on:pointermove={zoom.move}
              on:pointerup={zoom.up}
              on:pointercancel={zoom.up}
              on:dblclick={zoom.double}
              on:click={(event: MouseEvent) => {
                if (event.target === frame && !zoom.hasMoved()) props.close();
              }}
            >
              <Show when={file()} keyed>
                {(one) => <Shown client={props.client} file={one} zoom={zoom} />}
              </Show>
            </div>
          </>
        )}
      </Show>
      <FileButton class="lightbox-close" icon="close" name={words.close} tip="below-end" press={() => props.close()} />
      <Show when={failed()}>
        <p class="lightbox-note" role="alert">
          {later.files.notLoaded}
        </p>
      </Show>
      <Show when={several()}>
        <FileButton class="lightbox-before" icon="before" name={later.files.before} press={() => step(-1)} />
        <FileButton class="lightbox-after" icon="after" name={later.files.after} press={() => step(1)} />
      </Show>
    </dialog>
  );
};

/** Stands outside of the list, so that no key and no press in it reaches the message behind. */
export const Lightbox = (props: LightboxProps) => (
  <Portal>
    <Overlay {...props} />
  </Portal>
);
