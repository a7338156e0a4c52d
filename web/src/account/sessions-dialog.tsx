import { isLeft } from 'fp-ts/lib/Either.js';
import { createResource, createSignal, For, Show } from 'solid-js';
import { millisOf } from '#domain/kernel/instant.ts';
import type { Session } from '#gateway/protocol/resources.ts';
import { deviceName } from '#web/account/device.ts';
import type { Client } from '#web/client/client.ts';
import { laterRequests } from '#web/client/later-requests.ts';
import type { Trouble } from '#web/store/state.ts';
import { dayAndTime } from '#web/ui/clock.ts';
import { Dialog } from '#web/ui/dialog.tsx';
import { TroubleNote } from '#web/ui/form.tsx';
import { Icon } from '#web/ui/icon.tsx';
import { PaneTrouble } from '#web/ui/pane-trouble.tsx';
import { Skeleton } from '#web/ui/skeleton.tsx';
import { later } from '#web/words/later/later-words.ts';
import { problemText } from '#web/words/problems.ts';
import { words } from '#web/words/words.ts';

export const SessionsDialog = (props: { readonly client: Client; readonly close: () => void }) => {
  const { api, platform } = props.client;
  const [trouble, setTrouble] = createSignal<Trouble>();
  const [sessions, { refetch }] = createResource(async () => {
    const answer = await laterRequests(api).sessions();
    if (!isLeft(answer)) return answer.right.sessions;
    setTrouble(answer.left);
    return null;
  });
  const said = (): string => {
    const why = trouble();
    return why === undefined ? '' : problemText(why);
  };
  const deviceOf = (session: Session) =>
    session.device === null ? later.sessions.unknownDevice : deviceName(session.device, later.sessions.device);
  const revoke = async (session: Session) => {
    setTrouble(undefined);
    const answer = await laterRequests(api).revokeSession(session.session_id);
    if (isLeft(answer)) setTrouble(answer.left);
    await refetch();
  };
  return (
    <Dialog title={later.sessions.title} close={props.close} size="wide">
      <Show when={sessions() !== null}>
        <TroubleNote trouble={trouble()} />
      </Show>
      <Show
        when={sessions()}
        fallback={
          <Show when={sessions.state === 'ready'} fallback={<Skeleton of="rows" count={3} label={words.loading} />}>
            <PaneTrouble text={later.sessions.unread(said())} again={() => void refetch()} />
          </Show>
        }
      >
        {(list) => (
          <ul class="sessions">
            <For each={list()}>
              {(session) => (
                <li>
                  <Icon name="device" />
                  <div>
                    <strong>{deviceOf(session)}</strong>
                    <p>
                      {later.sessions.since(dayAndTime(millisOf(session.created_at), platform.now()))}
                      {' · '}
                      {later.sessions.lastUsed(dayAndTime(millisOf(session.refreshed_at), platform.now()))}
                    </p>
                  </div>
                  <Show when={!session.current} fallback={<span class="tag">{later.sessions.current}</span>}>
                    <button
                      type="button"
                      class="button quiet"
                      aria-label={later.sessions.revokeOf(deviceOf(session))}
                      onClick={() => void revoke(session)}
                    >
                      {later.sessions.revoke}
                    </button>
                  </Show>
                </li>
              )}
            </For>
          </ul>
        )}
      </Show>
    </Dialog>
  );
};
