/** The field of the reason of an act of power. */

import { REASON_CHARS_MAX } from '#domain/kernel/limits.ts';
import { govern } from '#web/governance/words/govern-words.ts';
import { TextField } from '#web/ui/form.tsx';

export const ReasonField = (props: {
  readonly value: string;
  readonly change: (reason: string) => void;
  /** True when the kicked or banned person reads the reason too. */
  readonly heard?: boolean;
  readonly autofocus?: boolean;
}) => (
  <TextField
    label={govern.reason.label}
    hint={props.heard === true ? govern.reason.heardHint : govern.reason.hint}
    value={props.value}
    change={props.change}
    maxLength={REASON_CHARS_MAX}
    required={false}
    autofocus={props.autofocus === true}
  />
);
