/** The field of the reason of an act of power. */

import { REASON_CHARS_MAX } from '#domain/kernel/limits.ts';
import { govern } from '#web/governance/words/govern-words.ts';
import { TextField } from '#web/ui/form.tsx';

export const ReasonField = (props: {
  readonly value: string;
  readonly change: (reason: string) => void;
  /** Readers of the reason besides the moderators: the person who is kicked or banned, or all members. */
  readonly readBy?: 'removed' | 'members';
  readonly autofocus?: boolean;
}) => (
  <TextField
    label={govern.reason.label}
    hint={props.readBy === undefined ? govern.reason.hint : govern.reason.readBy[props.readBy]}
    value={props.value}
    change={props.change}
    maxLength={REASON_CHARS_MAX}
    required={false}
    autofocus={props.autofocus === true}
  />
);
