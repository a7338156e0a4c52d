/** The text of a message, or the box that edits it. An edit that is not confirmed shows with how far it has come. */

import { Match, Show, Switch } from 'solid-js';
import type { Message } from '#gateway/protocol/resources.ts';
import { useNames } from '#web/guild/names.ts';
import { mentionsOf } from '#web/message/formatted/mentioned.ts';
import { loadWriting } from '#web/message/later-writing.ts';
import type { MessageHandlers } from '#web/message/message-actions.ts';
import { MessageText } from '#web/message/message-text.tsx';
import type { PendingEdit } from '#web/store/changes.ts';
import type { Trouble } from '#web/store/state.ts';
import { fullTime } from '#web/ui/clock.ts';
import { Icon } from '#web/ui/icon.tsx';
import { Loaded } from '#web/ui/loaded.tsx';
import { problemText } from '#web/words/problems.ts';
import { words } from '#web/words/words.ts';

const editMark = (status: PendingEdit['status']): string => {
  if (status === 'waiting') return words.message.waitingToSave;
  return status === 'refused' ? words.message.notSavedMark : words.message.saving;
};

type ContentProps = {
  readonly message: Message;
  readonly editing: boolean;
  readonly edit: PendingEdit | undefined;
  /** True in the message with the focus. Tab reaches what is inside that message only. */
  readonly reachable: boolean;
  /** True for a user who reads the earlier texts of the message. */
  readonly mayCompare: boolean;
  readonly handlers: MessageHandlers;
};

/** The mark after the text of an edited message. An edit that is not confirmed says how far it has come. */
const Edited = (props: ContentProps) => (
  <Show
    when={props.edit}
    fallback={
      <Show when={props.message.edited_at}>
        {(at) => (
          <time class="edited" datetime={at()} title={fullTime(at())}>
            <Show when={props.mayCompare} fallback={`(${words.message.edited})`}>
              <button
                type="button"
                class="link"
                tabindex={props.reachable ? undefined : -1}
                aria-haspopup="dialog"
                onClick={() => props.handlers.showVersions(props.message)}
              >
                ({words.message.edited})
              </button>
            </Show>
          </time>
        )}
      </Show>
    }
  >
    {(edit) => <span class="edited">({editMark(edit().status)})</span>}
  </Show>
);

const RefusedEdit = (props: {
  readonly trouble: Trouble | null;
  readonly reachable: boolean;
  readonly again: () => void;
  readonly discard: () => void;
}) => (
  <p class="refusal" role="alert">
    <Icon name="alert" />
    {words.message.notSaved} {props.trouble === null ? '' : problemText(props.trouble)}
    <button type="button" class="link" tabindex={props.reachable ? undefined : -1} onClick={() => props.again()}>
      {words.message.retry}
    </button>
    <button type="button" class="link" tabindex={props.reachable ? undefined : -1} onClick={() => props.discard()}>
      {words.message.discardEdit}
    </button>
  </p>
);

export const MessageContent = (props: ContentProps) => {
  const names = useNames();
  const mentions = () => (props.edit === undefined ? mentionsOf(props.message) : undefined);
  const content = () => props.edit?.change.content ?? props.message.content ?? '';
  return (
    <>
      <Switch>
        <Match when={props.editing}>
          <Loaded load={loadWriting}>
            {({ EditBox }) => (
              <EditBox
                message={props.message}
                client={props.handlers.client}
                edits={props.handlers.edits}
                save={(text) => props.handlers.saveEdit(props.message, text)}
                cancel={() => props.handlers.cancelEdit(props.message)}
              />
            )}
          </Loaded>
        </Match>
        <Match when={props.message.content === null}>
          <p class="content erased">{words.erasedMessage}</p>
        </Match>
        <Match when={props.message.kind === 'action'}>
          <div class="content">
            <span aria-hidden="true">* </span>
            <span
              class={`author ${names.look(props.message.author).class}`}
              style={names.look(props.message.author).style}
            >
              {names.of(props.message.author)}
            </span>{' '}
            <MessageText text={content()} mentions={mentions()} reachable={props.reachable} />
            <Edited {...props} />
          </div>
        </Match>
        <Match when={true}>
          <div class="content">
            <MessageText text={content()} mentions={mentions()} reachable={props.reachable} />
            <Edited {...props} />
          </div>
        </Match>
      </Switch>
      <Show when={props.edit?.status === 'refused' ? props.edit : undefined}>
        {(refused) => (
          <RefusedEdit
            trouble={refused().trouble}
            reachable={props.reachable}
            again={() => props.handlers.changeAgain(refused().key)}
            discard={() => props.handlers.discardChange(refused().key)}
          />
        )}
      </Show>
    </>
  );
};
