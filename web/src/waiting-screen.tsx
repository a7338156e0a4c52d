/** The shape of the chat screen while the client connects: grey places for the rail, the channels and the messages. */

import { For } from 'solid-js';
import { Skeleton } from '#web/ui/skeleton.tsx';
import { words } from '#web/words/words.ts';

const RAIL_PLACES = 3;

/** @param membersWanted true where the user last saw the list of the members */
export const WaitingScreen = (props: { readonly membersWanted: boolean }) => (
  <div class="chat" data-pane="messages" classList={{ 'no-members': !props.membersWanted }}>
    <div class="rail" aria-hidden="true">
      <ul class="rail-guilds skeleton">
        <For each={Array.from({ length: RAIL_PLACES })}>
          {() => (
            <li>
              <span class="rail-guild skeleton-tile" />
            </li>
          )}
        </For>
      </ul>
    </div>
    <div class="side" aria-hidden="true">
      <div class="guild-head" />
      <Skeleton of="rows" count={4} label={words.entry.connecting} />
    </div>
    <main class="main">
      <div class="channel-head" />
      <div class="message-list waiting">
        <Skeleton of="messages" count={6} label={words.entry.connecting} />
      </div>
    </main>
    <div class="members" aria-hidden="true">
      <div class="members-head" />
    </div>
  </div>
);
