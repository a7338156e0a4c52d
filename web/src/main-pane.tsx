/** The middle of the screen: the messages of a channel, or what is there in place of them. */

import { Match, Show, Switch } from 'solid-js';
import type { Channel } from '#gateway/protocol/resources.ts';
import { ChannelHead } from '#web/channel/channel-head.tsx';
import type { Client } from '#web/client/client.ts';
import { focusLoaded } from '#web/focus.ts';
import type { FirstSteps } from '#web/guild/first-steps.tsx';
import type { DialogRoute } from '#web/layers.ts';
import { Conversation, type ConversationRights } from '#web/message/conversation.tsx';
import { drafts as draftsIn } from '#web/message/drafts.ts';
import { edits as editsOf } from '#web/message/edits.ts';
import { readingPlaces } from '#web/message/reading-places.ts';
import { replying } from '#web/message/replying.ts';
import { askThreadParts } from '#web/message/threads/later-threads.ts';
import type { Seeker } from '#web/search/seeking.ts';
import { onShortcut } from '#web/shortcuts/shortcuts.ts';
import { lossOf } from '#web/store/losses.ts';
import { may } from '#web/store/rights.ts';
import type { ClientState } from '#web/store/state.ts';
import { paneAt } from '#web/ui/conversation-pane.ts';
import { Loaded } from '#web/ui/loaded.tsx';
import type { FailureToast, NewsToast, ShowToast } from '#web/ui/toasts.tsx';
import type { ShownUnread } from '#web/unread/shown-unread.ts';
import type { Whereabouts } from '#web/whereabouts.ts';
import { withLaterWords } from '#web/words/later/later-words.ts';
import { words } from '#web/words/words.ts';

const loadNothingHere = () => import('#web/guild/nothing-here.tsx');

/** The page of a lost place, which few visits need. It is loaded when the browser is idle (`dialog-place.tsx`). */
export const loadLostPlace = () => withLaterWords(import('#web/channel/lost-place.tsx'));

const LaterLostHead = (props: { readonly name: string | null; readonly back: () => void }) => (
  <Loaded load={loadLostPlace} waiting={<header class="channel-head" />}>
    {({ LostHead }) => <LostHead {...props} />}
  </Loaded>
);

/** The actions that fill the open guild, as far as the user may take them. */
const firstStepsOf = (where: Whereabouts, show: (dialog: DialogRoute) => void): FirstSteps => {
  const guildId = where.guild()?.guild_id;
  if (guildId === undefined) return {};
  const step = (mayTakeIt: boolean, dialog: DialogRoute) => (mayTakeIt ? () => show(dialog) : undefined);
  return {
    invite: step(where.mayInGuild('create_invite'), { kind: 'invite', guildId }),
    createChannel: step(where.mayInGuild('manage_channels'), { kind: 'create-channel', guildId, channelKind: 'text' }),
    importConversation: step(where.mayInGuild('manage_guild'), { kind: 'import' }),
  };
};

const isFirst = (where: Whereabouts, channel: Channel): boolean =>
  where.channels().find(({ kind }) => kind === 'text')?.channel_id === channel.channel_id;

export const rightsIn = (channel: Channel | null): ConversationRights => ({
  read: may(channel, 'read_message_history'),
  write: may(channel, 'send_messages'),
  react: may(channel, 'add_reactions'),
  moderate: may(channel, 'manage_messages'),
});

export const openPinsByKey = (where: Whereabouts, show: (dialog: DialogRoute) => void): void =>
  onShortcut('pins', () => {
    const channel = paneAt() === 'thread' ? where.thread()?.place : where.channel();
    if (channel == null) return false;
    show({ kind: 'pins', channelId: channel.channel_id });
    return true;
  });

/** The texts and reading places of the user, which both panes share. A pane keeps the edit in it to itself. */
export const conversationsIn = (client: Client) => {
  const shared = {
    drafts: draftsIn(client.platform.keepsakes),
    replying: replying(client),
    places: readingPlaces(),
  };
  return { channel: { ...shared, edits: editsOf() }, thread: { ...shared, edits: editsOf() } };
};
export type KeptTexts = ReturnType<typeof conversationsIn>['channel'];

/** The parts of the chat screen that every conversation needs. */
export type ConversationScreen = {
  readonly client: Client;
  readonly where: Whereabouts;
  readonly me: NonNullable<ClientState['me']>;
  readonly show: (dialog: DialogRoute) => void;
  readonly seeking: Seeker;
  readonly complain: FailureToast;
  readonly inform: NewsToast;
  readonly toast: ShowToast;
  readonly copyText: (text: string) => void;
  readonly now: () => number;
  readonly unread: ShownUnread;
};
type MainPaneProps = ConversationScreen & {
  readonly kept: KeptTexts;
  readonly membersShown: boolean;
  readonly toggleMembers: () => void;
  readonly searchShown: boolean;
  readonly toggleSearch: () => void;
};

/** Draws the page of the place that was lost. */
const noticeOf = (props: MainPaneProps) => {
  const { where, client } = props;
  return () => (
    <Show when={where.lost()}>
      {(lost) => (
        <Loaded load={loadLostPlace} waiting={<div class="empty-state" />}>
          {({ LostPlace }) => (
            <LostPlace
              client={client}
              lost={lost()}
              loss={lossOf(client.state(), lost().at)}
              where={where}
              me={props.me.user_id}
              kept={props.kept}
              copy={props.copyText}
              useInvite={() => props.show({ kind: 'use-invite' })}
            />
          )}
        </Loaded>
      )}
    </Show>
  );
};

/** The head of the open channel. A lost channel has one with its last name. */
const Head = (props: MainPaneProps & { readonly lostName: string }) => {
  const { where } = props;
  return (
    <Switch fallback={<LaterLostHead name={props.lostName} back={where.toList} />}>
      <Match when={where.channel()}>
        {(open) => (
          <ChannelHead
            channel={open()}
            mayInvite={where.mayInGuild('create_invite')}
            membersShown={props.membersShown}
            back={where.toList}
            invite={() => {
              const guild = where.guild();
              if (guild !== null) props.show({ kind: 'invite', guildId: guild.guild_id });
            }}
            showThreads={() => props.show({ kind: 'threads', channelId: open().channel_id })}
            showPins={() => props.show({ kind: 'pins', channelId: open().channel_id })}
            searchShown={props.searchShown}
            toggleMembers={props.toggleMembers}
            toggleSearch={props.toggleSearch}
          />
        )}
      </Match>
    </Switch>
  );
};

export const MainPane = (props: MainPaneProps) => {
  const { where, client } = props;
  const Notice = noticeOf(props);
  // A channel that is lost stays where it is, so that the caret and the text of a user who types stay too.
  const shown = () => where.channel() ?? where.lost()?.channel;
  return (
    <main class="main" id="messages" tabindex="-1" data-region data-region-start>
      <Switch>
        <Match when={shown()}>
          {(channel) => (
            <>
              <Head {...props} lostName={channel().name} />
              <Show
                when={channel().kind !== 'forum'}
                fallback={
                  <Show when={where.channel()} fallback={<Notice />}>
                    {(forum) => (
                      <Show when={askThreadParts()} keyed>
                        {({ ForumPane }) => (
                          <ForumPane client={client} forum={forum()} openId={where.thread()?.id} show={props.show} />
                        )}
                      </Show>
                    )}
                  </Show>
                }
              >
                <Conversation
                  client={client}
                  pane="messages"
                  leave={undefined}
                  label={words.composer.label(channel().name)}
                  channel={channel()}
                  me={props.me}
                  rights={rightsIn(where.channel())}
                  firstSteps={isFirst(where, channel()) ? firstStepsOf(where, props.show) : undefined}
                  {...props.kept}
                  lost={where.lost() !== null}
                  notice={Notice}
                  loaded={() => focusLoaded('messages')}
                  complain={props.complain}
                  inform={props.inform}
                  toast={props.toast}
                  copyText={props.copyText}
                  show={props.show}
                  now={props.now}
                  sought={props.seeking.soughtIn(channel().channel_id)}
                  shown={props.seeking.shown}
                  unread={props.unread}
                  covered={where.listAlone() || where.paneOver()}
                  seekAgain={(messageId) => props.seeking.again({ channelId: channel().channel_id, messageId })}
                />
              </Show>
            </>
          )}
        </Match>
        <Match when={where.lost() !== null}>
          <Show when={where.guild() !== null}>
            <LaterLostHead name={null} back={where.toList} />
          </Show>
          <Notice />
        </Match>
        <Match when={where.guild()}>
          {(guild) => (
            <Loaded load={loadNothingHere}>
              {({ NoChannel }) => (
                <NoChannel guild={guild()} firstSteps={firstStepsOf(where, props.show)} back={where.toList} />
              )}
            </Loaded>
          )}
        </Match>
        <Match when={true}>
          <Loaded load={loadNothingHere}>
            {({ NoGuild }) => (
              <NoGuild
                create={() => props.show({ kind: 'create-guild' })}
                useInvite={() => props.show({ kind: 'use-invite' })}
              />
            )}
          </Loaded>
        </Match>
      </Switch>
    </main>
  );
};
