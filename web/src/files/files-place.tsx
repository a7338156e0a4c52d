/** The place of the files of a message. Their parts are loaded with the first of them. */

import { Show } from 'solid-js';
import type { Message } from '#gateway/protocol/resources.ts';
import type { Client } from '#web/client/client.ts';
import { askFileParts } from '#web/files/later-files.ts';

export const Files = (props: {
  readonly client: Client;
  readonly files: Message['attachments'];
  readonly reachable: boolean;
  readonly pending?: boolean;
}) => (
  <Show when={props.files}>
    {(files) => (
      <Show when={askFileParts()} keyed>
        {({ MessageFiles }) => <MessageFiles {...props} files={files()} />}
      </Show>
    )}
  </Show>
);
