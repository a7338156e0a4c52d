/** The card of a file that is being sent: what it is, how far it is, and the words of the user about it. */

import { createMemo, createResource, createSignal, createUniqueId, Match, onCleanup, Show, Switch } from 'solid-js';
import { FILE_ALT_CHARS_MAX } from '#domain/kernel/limits.ts';
import { FileButton, FileIcon } from '#web/files/file-icons.tsx';
import { shownName } from '#web/files/shown-name.ts';
import { sizeText } from '#web/files/sizes.ts';
import { kindOf } from '#web/files/spoken-files.ts';
import type { TrayFile, UploadState } from '#web/files/uploads.ts';
import { later } from '#web/words/later/later-words.ts';
import { problemText } from '#web/words/problems.ts';

type CardProps = {
  readonly held: TrayFile;
  readonly thumb: Promise<Blob | undefined>;
  /** Bytes of one file that the server takes, once it has told. */
  readonly bytesMax: number | undefined;
  readonly remove: () => void;
  readonly again: () => void;
};

const Thumb = (props: { readonly thumb: Promise<Blob | undefined>; readonly type: string }) => {
  const [blob] = createResource(() => props.thumb);
  const url = createMemo(() => {
    const found = blob.state === 'ready' ? blob.latest : undefined;
    if (found === undefined) return undefined;
    const made = URL.createObjectURL(found);
    onCleanup(() => URL.revokeObjectURL(made));
    return made;
  });
  const kind = () => (props.type.startsWith('image/') ? 'picture' : kindOf({ content_type: props.type }));
  return (
    <span class="tray-thumb" aria-hidden="true">
      <Show when={url()} fallback={<FileIcon name={kind()} />}>
        {(src) => <img src={src()} alt="" draggable={false} />}
      </Show>
    </span>
  );
};

const troubleText = (
  state: Extract<UploadState, { kind: 'failed' }>,
  { size }: File,
  most: number | undefined,
): string =>
  state.trouble.code === 'file_too_large' && most !== undefined
    ? later.files.tooLarge(sizeText(size), sizeText(most))
    : problemText(state.trouble);

const stateText = (state: UploadState, { size }: File): string => {
  if (state.kind === 'waiting') return later.files.queued;
  if (state.kind === 'resting') return later.files.resting;
  if (state.kind !== 'running') return sizeText(size);
  if (state.sent >= size) return later.files.checking;
  return later.files.running(sizeText(state.sent), sizeText(size), sizeText(state.bytesPerSec));
};

export const TrayCard = (props: CardProps) => {
  const { held } = props;
  const { file, state, alt, setAlt, spoiler, setSpoiler } = held;
  const altId = createUniqueId();
  const [describes, setDescribes] = createSignal(false);
  let field: HTMLInputElement | undefined;
  const failed = () => {
    const now = state();
    return now.kind === 'failed' ? now : undefined;
  };
  const sent = (): number => {
    const now = state();
    if (now.kind === 'running') return now.sent;
    return now.kind === 'done' ? file.size : 0;
  };
  return (
    <li class="tray-card" classList={{ failed: failed() !== undefined, covered: spoiler() }}>
      <Thumb thumb={props.thumb} type={file.type} />
      <div class="tray-facts">
        <bdi title={file.name}>{shownName(file.name)}</bdi>
        <Switch
          fallback={
            <>
              <small>{stateText(state(), file)}</small>
              <Show when={state().kind !== 'done'}>
                <progress max={file.size} value={sent()} aria-label={later.files.progress(file.name)} />
              </Show>
            </>
          }
        >
          <Match when={failed()}>
            {(now) => (
              <small class="tray-trouble" role="alert">
                {troubleText(now(), file, props.bytesMax)}
              </small>
            )}
          </Match>
        </Switch>
        <Show when={describes()}>
          <label class="spoken" for={altId}>
            {later.files.alt(file.name)}
          </label>
          <input
            id={altId}
            class="tray-alt"
            type="text"
            dir="auto"
            maxLength={FILE_ALT_CHARS_MAX}
            placeholder={later.files.altHint}
            value={alt()}
            ref={(element) => {
              field = element;
            }}
            onInput={(event) => setAlt(event.currentTarget.value)}
          />
        </Show>
      </div>
      <div class="tray-acts">
        <Show when={failed()?.isFinal === false}>
          <FileButton icon="again" name={later.files.retry(file.name)} press={() => props.again()} />
        </Show>
        <Show when={failed() === undefined}>
          <FileButton
            icon="describe"
            name={later.files.describe(file.name)}
            expanded={describes()}
            press={() => {
              setDescribes((now) => !now);
              field?.focus();
            }}
          />
          <FileButton
            icon="hidden"
            name={later.files.spoiler(file.name)}
            pressed={spoiler()}
            press={() => setSpoiler((now) => !now)}
          />
        </Show>
        <FileButton icon="close" tip="above-end" name={later.files.remove(file.name)} press={() => props.remove()} />
      </div>
    </li>
  );
};
