/** The question before a message of another user is deleted, with the reason for the audit log. */

import { createSignal } from 'solid-js';
import type { Message } from '#gateway/protocol/resources.ts';
import type { Client } from '#web/client/client.ts';
import { ReasonField } from '#web/governance/reason-field.tsx';
import { UndoTime } from '#web/governance/undo-time.tsx';
import { DeleteMessageDialog } from '#web/message/delete-message-dialog.tsx';

export const DeleteForAReasonDialog = (props: {
  readonly client: Pick<Client, 'api'>;
  readonly message: Message;
  readonly close: () => void;
  readonly remove: (reason: string) => void;
}) => {
  const [reason, setReason] = createSignal('');
  return (
    <DeleteMessageDialog message={props.message} close={props.close} remove={() => props.remove(reason())}>
      <UndoTime client={props.client} />
      <ReasonField value={reason()} change={setReason} />
    </DeleteMessageDialog>
  );
};
