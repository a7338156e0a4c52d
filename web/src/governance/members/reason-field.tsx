/** The field of the reason of an act of power. */

import { REASON_CHARS_MAX } from '#domain/kernel/limits.ts';
import { govern } from '#web/governance/words/govern-words.ts';
import { TextField } from '#web/ui/form.tsx';

export const ReasonField = (props: {
  readonly value: string;
  readonly change: (reason: string) => void;
  /** Says who reads the reason. Without it the members acted upon read it too. */
  readonly hint?: string;
  readonly autofocus?: boolean;
}) => (
  <TextField
    label={govern.reason.label}
    hint={props.hint ?? govern.reason.hint}
    value={props.value}
    change={props.change}
    maxLength={REASON_CHARS_MAX}
    required={false}
    autofocus={props.autofocus === true}
  />
);
