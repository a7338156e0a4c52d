/** A link of a message. A link whose text is not its address says its host before it leads there. */

import { createSignal, type JSX, Show } from 'solid-js';
import type { LinkToken } from '#domain/markdown/tokens.ts';
import { InLinkContext } from '#web/message/formatted/in-link.ts';
import { placeIn } from '#web/message/formatted/places.ts';
import { useReachable } from '#web/message/formatted/reachable.ts';
import { useSurroundings } from '#web/message/formatted/surroundings.ts';
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

export const MessageLink = (props: { readonly link: LinkToken; readonly children: JSX.Element }) => {
  const tabIndex = useReachable();
  const [asking, setAsking] = createSignal<HTMLElement | null>(null);
  const { client, openPlace } = useSurroundings();
  const place = () => (client === null ? null : placeIn(props.link.href, client.platform.origin));
  const isPlainPress = (event: MouseEvent): boolean =>
    event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey;
  return (
    <>
      <a
        href={props.link.href}
        target="_blank"
        rel={REL}
        tabindex={tabIndex()}
        title={props.link.differs ? props.link.href : undefined}
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
        <InLinkContext.Provider value={true}>{props.children}</InLinkContext.Provider>
      </a>
      <Show when={asking()} keyed>
        {(anchor) => <Leaving link={props.link} anchor={anchor} close={() => setAsking(null)} />}
      </Show>
    </>
  );
};
