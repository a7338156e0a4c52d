import { IconButton } from '#web/ui/button.tsx';
import { later } from '#web/words/later/later-words.ts';

/** The button in the head of a channel that shows its threads. */
export const ThreadsButton = (props: { readonly show: () => void }) => (
  <IconButton icon="thread" tip="below" name={later.threads.all} popup="dialog" press={() => props.show()} />
);
