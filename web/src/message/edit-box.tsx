import { createSignal, onMount, Show } from 'solid-js';
import type { Message } from '#gateway/protocol/resources.ts';
import type { Client } from '#web/client/client.ts';
import { charsLeft, contentOf } from '#web/message/content.ts';
import type { Edits } from '#web/message/edits.ts';
import { openNames } from '#web/message/writing/chosen-names.ts';
import { foundMembers } from '#web/message/writing/found-members.ts';
import { knownNamesIn } from '#web/message/writing/known-names.ts';
import { typedOf } from '#web/message/writing/tokens.ts';
import { Writing, type WritingHandle } from '#web/message/writing/writing.tsx';
import { TextArea } from '#web/ui/text-area.tsx';
import { words } from '#web/words/words.ts';

/** The field in which the user edits a message. It shows names, and keeps and saves the text with tokens. */
export const EditBox = (props: {
  readonly message: Message;
  readonly client: Client;
  readonly edits: Edits;
  readonly save: (text: string) => void;
  readonly cancel: () => void;
}) => {
  const { client, edits, message } = props;
  const channel = () => client.state().channels[message.channel_id];
  const found = foundMembers(client, () => channel()?.guild_id ?? null);
  const names = knownNamesIn(client.state, channel, found.members);
  const begun = typedOf(edits.textOf(message), names());
  const chosen = openNames(begun.chosen);
  const [text, setText] = createSignal(begun.text);
  const [area, setArea] = createSignal<HTMLTextAreaElement>();
  const [hand, setHand] = createSignal<WritingHandle>();
  const wire = (): string => hand()?.wireOf(text()) ?? text();
  const over = () => -charsLeft(wire());
  onMount(() => {
    if (!edits.takesFocus()) return;
    area()?.focus();
    area()?.setSelectionRange(text().length, text().length);
  });
  return (
    <div class="edit-box">
      <TextArea
        label={words.message.editing}
        value={text()}
        change={(next) => {
          hand()?.changed(text(), next);
          setText(next);
          edits.change(message, wire());
        }}
        submit={() => {
          if (over() <= 0) props.save(contentOf(wire()));
        }}
        escape={props.cancel}
        element={setArea}
      />
      <Show when={channel() !== undefined && area()} keyed>
        {(field) => (
          <Writing
            client={client}
            channelId={message.channel_id}
            area={field}
            names={names()}
            findMembers={found.find}
            chosen={chosen}
            handle={setHand}
          />
        )}
      </Show>
      <p class="hint">{over() > 0 ? words.composer.over(over()) : words.message.editHint}</p>
    </div>
  );
};
