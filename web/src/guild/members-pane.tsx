/** The pane of the members. Its list is loaded after the messages of the open channel, which a user came for. */

import { createEffect, createMemo, createSignal, onCleanup, Show } from 'solid-js';
import type { Acts } from '#web/acts.ts';
import type { Client } from '#web/client/client.ts';
import { rolesOf } from '#web/store/roles.ts';
import type { ClientState, Roster } from '#web/store/state.ts';
import { Loaded } from '#web/ui/loaded.tsx';
import { onlyChanges } from '#web/ui/only-changes.ts';
import { Skeleton } from '#web/ui/skeleton.tsx';
import type { Whereabouts } from '#web/whereabouts.ts';
import { withLaterWords } from '#web/words/later/later-words.ts';
import { words } from '#web/words/words.ts';

/** Milliseconds after which what waits for the messages is loaded also beside a channel that does not open. */
const LOADED_WITHIN_MS = 2_000;

const loadMemberList = () => withLaterWords(import('#web/guild/member-list.tsx'));

/** Becomes true in the turn after the messages of the open channel are drawn, and stays true. */
export const afterMessages = ({ state, platform }: Client, where: Pick<Whereabouts, 'channelId'>) => {
  const [due, setDue] = createSignal(false);
  const show = (): void => void setDue(true);
  const isDrawn = createMemo(() => {
    const id = where.channelId();
    return id === null || (state().timelines[id]?.start.kind ?? 'unloaded') !== 'unloaded';
  });
  onCleanup(platform.later(LOADED_WITHIN_MS, show));
  createEffect(() => {
    if (!due() && isDrawn()) onCleanup(platform.later(0, show));
  });
  return due;
};

export const MembersPane = (props: {
  readonly client: Client;
  readonly where: Whereabouts;
  readonly roster: Roster | undefined;
  readonly me: NonNullable<ClientState['me']>;
  readonly acts: Acts;
  readonly now: () => number;
}) => {
  const due = afterMessages(props.client, props.where);
  const presences = onlyChanges(() => props.client.state().presences);
  const roles = onlyChanges(() => rolesOf(props.client.state(), props.where.guild()?.guild_id));
  const me = onlyChanges(() => props.me.user_id);
  const seesTimeOuts = onlyChanges(() => props.where.mayInGuild('moderate_members'));
  const Waiting = () => <Skeleton of="rows" count={8} label={words.loading} />;
  return (
    <Show when={props.where.guild()}>
      {(guild) => (
        <aside class="members" aria-label={words.members.title} data-region>
          <header class="members-head">
            <h2>{words.members.title}</h2>
          </header>
          <Show when={due()} fallback={<Waiting />}>
            <Loaded load={loadMemberList} waiting={<Waiting />}>
              {({ MemberList }) => (
                <MemberList
                  roster={props.roster}
                  roles={roles()}
                  me={me()}
                  presences={presences()}
                  phase={props.client.phase().kind}
                  menuOf={props.acts.ofMember}
                  load={() => void props.client.loadMembers(guild().guild_id)}
                  seesTimeOuts={seesTimeOuts()}
                  later={props.client.platform.later}
                  now={props.now}
                />
              )}
            </Loaded>
          </Show>
        </aside>
      )}
    </Show>
  );
};
