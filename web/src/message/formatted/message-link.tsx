/** A link of a message. A link whose text is not its address says its host before it leads there. */

import { createMemo, createSignal, type JSX, Show } from 'solid-js';
import type { LinkToken } from '#domain/markdown/tokens.ts';
import { InLinkContext } from '#web/message/formatted/in-link.ts';
import { placeIn } from '#web/message/formatted/places.ts';
import { useReachable } from '#web/message/formatted/reachable.ts';
import { channelText } from '#web/message/formatted/spoken-text.ts';
import { type FormattedDeps, type MessagePlace, useSurroundings } from '#web/message/formatted/surroundings.ts';
import { Button } from '#web/ui/button.tsx';
import { Popover } from '#web/ui/popover.tsx';
import { words } from '#web/words/words.ts';

const REL = 'noopener noreferrer nofollow';

const Leaving = (props: { readonly link: LinkToken; readonly anchor: HTMLElement; readonly close: () => void }) => (
  <Popover anchor={props.anchor} label={words.formatted.leaving} close={props.close} side="below" align="start">
    <div class="leaving">
      <p>{words.formatted.leaving}</p>
      <p class="leaving-host">{props.link.host}</p>
      <p class="leaving-address">{props.link.href}</p>
      <div class="leaving-choices">
        <Button kind="quiet" press={() => props.close()}>
          {words.cancel}
        </Button>
        <a
          class="button primary"
          href={props.link.href}
          target="_blank"
          rel={REL}
          autofocus
          onClick={() => props.close()}
        >
          {words.formatted.open}
        </a>
      </div>
    </div>
  </Popover>
);

/** Names a place of this server: its channel, its thread, and that there is a message. Undefined for an unknown channel. */
const placeText = (deps: FormattedDeps, { channelId, messageId }: MessagePlace): string | undefined => {
  const place = deps.channel(channelId);
  if (place === undefined) return undefined;
  const { thread } = place;
  const names = thread === undefined ? [`#${place.name}`] : [channelText(deps, thread.parent_id), thread.name];
  return [...names, ...(messageId === null ? [] : [words.formatted.message])].join(' › ');
};

export const MessageLink = (props: { readonly link: LinkToken; readonly children: JSX.Element }) => {
  const tabIndex = useReachable();
  const [asking, setAsking] = createSignal<HTMLElement | null>(null);
  const deps = useSurroundings();
  const { client, openPlace } = deps;
  const place = () => (client === null ? null : placeIn(props.link.href, client.platform.origin));
  /** The names that stand for a bare address. A text that its author gave the link stays. */
  const named = createMemo(() => {
    const at = place();
    return at === null || props.link.differs ? undefined : placeText(deps, at);
  });
  const isPlainPress = (event: MouseEvent): boolean =>
    event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey;
  return (
    <>
      <a
        href={props.link.href}
        target="_blank"
        rel={REL}
        class={named() === undefined ? undefined : 'mention'}
        tabindex={tabIndex()}
        title={props.link.differs || named() !== undefined ? props.link.href : undefined}
        aria-haspopup={props.link.differs && place() === null ? 'dialog' : undefined}
        onClick={(event) => {
          const inside = place();
          if (inside !== null) {
            // A place of this server opens here. With a modifier the browser opens it as the user asks.
            if (!isPlainPress(event)) return;
            event.preventDefault();
            openPlace(inside);
            return;
          }
          if (!props.link.differs) return;
          event.preventDefault();
          setAsking(event.currentTarget);
        }}
      >
        <Show when={named()} fallback={<InLinkContext.Provider value={true}>{props.children}</InLinkContext.Provider>}>
          {(names) => names()}
        </Show>
      </a>
      <Show when={asking()} keyed>
        {(anchor) => <Leaving link={props.link} anchor={anchor} close={() => setAsking(null)} />}
      </Show>
    </>
  );
};
