/** Shows the answer to a section: shapes while it loads, the trouble with another try, or its content. */

import { isLeft } from 'fp-ts/lib/Either.js';
import { type JSX, Match, Switch } from 'solid-js';
import { PaneTrouble } from '#web/ui/pane-trouble.tsx';
import { Skeleton } from '#web/ui/skeleton.tsx';
import type { HttpAnswer } from '#web/wire/http.ts';
import { problemText } from '#web/words/problems.ts';
import { words } from '#web/words/words.ts';

export const SectionList = <A,>(props: {
  readonly answer: HttpAnswer<A> | undefined;
  readonly again: () => void;
  readonly children: (value: A) => JSX.Element;
}) => {
  const trouble = () => (props.answer !== undefined && isLeft(props.answer) ? props.answer.left : undefined);
  const value = () => (props.answer !== undefined && !isLeft(props.answer) ? props.answer.right : undefined);
  return (
    <Switch fallback={<Skeleton of="rows" count={4} label={words.loading} />}>
      <Match when={trouble()}>{(why) => <PaneTrouble text={problemText(why())} again={props.again} />}</Match>
      <Match when={value()} keyed>
        {(known) => props.children(known)}
      </Match>
    </Switch>
  );
};
