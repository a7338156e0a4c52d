import type { JSX } from 'solid-js';
import type { Message } from '#gateway/protocol/resources.ts';
import { withFiles } from '#web/files/later-files.ts';
import { spokenContent } from '#web/message/formatted/later-formatting.ts';
import { useSurroundings } from '#web/message/formatted/surroundings.ts';
import { Avatar } from '#web/ui/avatar.tsx';
import { Dialog, Foot } from '#web/ui/dialog.tsx';
import { Form } from '#web/ui/form.tsx';
import { later } from '#web/words/later/later-words.ts';
import { words } from '#web/words/words.ts';

export const DeleteMessageDialog = (props: {
  readonly message: Message;
  readonly close: () => void;
  readonly remove: () => void;
  /** Fields between the message and the buttons. */
  readonly children?: JSX.Element;
}) => {
  const surroundings = useSurroundings();
  const text = () =>
    props.message.content === null
      ? words.erasedMessage
      : withFiles(spokenContent(props.message.content, surroundings), props.message.attachments);
  return (
    <Dialog title={later.removal.title} close={props.close}>
      <Form
        submit={() => {
          props.remove();
          props.close();
        }}
      >
        <p class="lead">{later.removal.hint}</p>
        <blockquote class="quoted">
          <Avatar
            id={props.message.author_id}
            name={props.message.author.username ?? words.erasedPerson}
            size="small"
          />
          <div>
            <strong>{props.message.author.username ?? words.erasedPerson}</strong>
            <p>{text()}</p>
          </div>
        </blockquote>
        {props.children}
        <Foot close={props.close} busy={false} yes={words.message.remove} danger />
      </Form>
    </Dialog>
  );
};
