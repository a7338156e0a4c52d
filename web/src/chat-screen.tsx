import { type Accessor, createEffect, createMemo, type JSX, on, Show } from 'solid-js';
import type { GuildId } from '#domain/kernel/ids.ts';
import { watchAway } from '#web/account/away.ts';
import type { Client } from '#web/client/client.ts';
import { LaterConnectionBanner } from '#web/client/later-connection-banner.tsx';
import { DialogPlace } from '#web/dialog-place.tsx';
import { followFocus, rescueFocus } from '#web/focus.ts';
import { GuildRail } from '#web/guild/guild-rail.tsx';
import { afterMessages, MembersPane } from '#web/guild/members-pane.tsx';
import { type Names, NamesContext, namesIn } from '#web/guild/names.ts';
import { type OpenProfile, ProfileContext } from '#web/guild/profiles.tsx';
import { type ConversationScreen, conversationsIn, MainPane, openPinsByKey } from '#web/main-pane.tsx';
import { spokenContent } from '#web/message/formatted/later-formatting.ts';
import { FormattedContext, type FormattedDeps } from '#web/message/formatted/surroundings.ts';
import { surroundingsIn } from '#web/message/formatted/surroundings-in.ts';
import { tellRefusedReactions } from '#web/message/telling.ts';
import { holdsUnsent } from '#web/message/unsent.ts';
import { followNotifications } from '#web/notifications/follow-notifications.ts';
import { membersToggle, searchToggle, threadColumn } from '#web/panes.ts';
import type { Router } from '#web/router.ts';
import { routeTo } from '#web/routes.ts';
import { screenSize } from '#web/screen.ts';
import { LaterSearchPanel } from '#web/search/later-search-panel.tsx';
import { seekingIn } from '#web/search/seeking.ts';
import { SidePane } from '#web/side-pane.tsx';
import { isUnasked } from '#web/store/roster.ts';
import type { ClientState, Roster } from '#web/store/state.ts';
import type { Announcer } from '#web/ui/announcer.ts';
import { askBeforeLosing } from '#web/ui/ask-before-losing.ts';
import { laterPart } from '#web/ui/later-part.ts';
import type { ChosenTheme } from '#web/ui/theme.ts';
import type { FailureToast, NewsToast, ShowToast } from '#web/ui/toasts.tsx';
import { followIcon } from '#web/unread/follow-icon.ts';
import { shownUnread } from '#web/unread/shown-unread.ts';
import { titleWith } from '#web/unread/unread-sum.ts';
import { waysToAct } from '#web/ways-to-act.ts';
import { type Whereabouts, whereabouts } from '#web/whereabouts.ts';
import { words } from '#web/words/words.ts';

/** The announcements. A screen reader reads the first messages itself, so the part may come after them. */
const { ask: askSpeaking } = laterPart(() => import('#web/message/spoken.ts'));

/** Tells of a guild that is gone. The open one has a page of its own that says what happened. */
const tellOfLostGuilds = ({ state }: Client, where: Whereabouts, inform: NewsToast): void => {
  createEffect(
    on(
      () => state().guilds,
      (now, before) => {
        for (const { guild_id: id, name } of Object.values(before ?? {})) {
          if (now[id] !== undefined || where.lost()?.at.guildId === id) continue;
          inform(words.guild.gone(name, state().losses[id]?.reason ?? null));
        }
      },
    ),
  );
};

/** Tells of an unsent text for a channel that is gone. The open place shows its texts itself. */
const tellOfLeftTexts = ({ state }: Client, router: Router, where: Whereabouts, inform: NewsToast): void => {
  createEffect(
    on(
      () => state().channels,
      (now, before) => {
        for (const { channel_id: id, guild_id: guildId, name } of Object.values(before ?? {})) {
          if (guildId === null || now[id] !== undefined || where.lost()?.at.channelId === id) continue;
          if (!state().unconfirmed.some(({ channelId }) => channelId === id)) continue;
          const show = (): void => router.go(routeTo(guildId, id));
          inform(words.lost.textLeft(name), { name: words.lost.showText, run: show });
        }
      },
    ),
  );
};

const tellOfLosses = (client: Client, router: Router, where: Whereabouts, inform: NewsToast): void => {
  tellOfLostGuilds(client, where, inform);
  tellOfLeftTexts(client, router, where, inform);
};

/** Answers the members of the open guild. Loads them when they are unknown or stale. */
const freshRoster = (client: Client, where: Whereabouts): Accessor<Roster | undefined> => {
  const { state } = client;
  const roster = createMemo(() => state().rosters[where.guild()?.guild_id ?? ('' as GuildId)]);
  const freshness = createMemo(() => roster()?.freshness ?? 'never');
  // A roster that turns stale while it is read drops the answer, so it is asked for again.
  const unasked = createMemo(() => isUnasked(roster()));
  createEffect(
    on(
      [() => where.guild()?.guild_id, freshness, () => client.phase().kind === 'live', unasked],
      ([id, fresh, live]) => {
        if (id !== undefined && live && fresh !== 'fresh') void client.loadMembers(id);
      },
    ),
  );
  return roster;
};

const SkipToMessages = () => (
  <button
    type="button"
    class="skip"
    onClick={() => (document.querySelector<HTMLElement>('[role=feed]') ?? document.getElementById('messages'))?.focus()}
  >
    {words.skipToMessages}
  </button>
);

/** The search in the open guild, while it is shown. */
const SearchPane = (props: {
  readonly client: Client;
  readonly router: Router;
  readonly where: Whereabouts;
  readonly search: ReturnType<typeof searchToggle>;
  readonly now: () => number;
}) => (
  <Show when={props.search.shown() ? props.where.guild() : null}>
    {(guild) => (
      <LaterSearchPanel
        client={props.client}
        guild={guild()}
        channels={props.where.channels()}
        now={props.now}
        question={props.router.layers().question}
        asked={props.router.ask}
        jump={(message) =>
          props.where.goTo({ guild_id: guild().guild_id, channel_id: message.channel_id }, message.message_id)
        }
        close={props.search.close}
      />
    )}
  </Show>
);

/** Answers the surroundings of the messages, and announces new messages with the names of those surroundings. */
const surroundMessages = (
  screen: {
    readonly client: Client;
    readonly me: NonNullable<ClientState['me']>;
    readonly announcer: Announcer;
    readonly now: () => number;
  },
  parts: {
    readonly where: Whereabouts;
    readonly roster: Accessor<Roster | undefined>;
    readonly names: Names;
    readonly openProfile: OpenProfile;
    readonly copyText: (text: string) => Promise<void>;
  },
): FormattedDeps => {
  const { state } = screen.client;
  const { where, roster, names, openProfile, copyText } = parts;
  const surroundings = surroundingsIn({
    client: screen.client,
    guild: where.guild,
    roster,
    names,
    openProfile,
    openChannel: where.goTo,
    copy: (text) => void copyText(text),
    now: screen.now,
  });
  const due = afterMessages(screen.client, where);
  createEffect(
    on(
      () => (due() ? askSpeaking() : undefined),
      (part) => {
        for (const channel of [where.channel, () => where.thread()?.place ?? null])
          part?.speakOf({
            state,
            channel,
            me: () => screen.me.user_id,
            nameOf: names.of,
            textOf: (content) => spokenContent(content, surroundings),
            announcer: screen.announcer,
          });
      },
    ),
  );
  return surroundings;
};

/** Gives all parts of the screen the names, the profiles and the surroundings of the messages. */
const Surroundings = (props: {
  readonly names: Names;
  readonly openProfile: OpenProfile;
  readonly messages: FormattedDeps;
  readonly children: JSX.Element;
}) => (
  <NamesContext.Provider value={props.names}>
    <ProfileContext.Provider value={props.openProfile}>
      <FormattedContext.Provider value={props.messages}>{props.children}</FormattedContext.Provider>
    </ProfileContext.Provider>
  </NamesContext.Provider>
);

export const ChatScreen = (props: {
  readonly client: Client;
  readonly router: Router;
  readonly me: NonNullable<ClientState['me']>;
  readonly announcer: Announcer;
  readonly complain: FailureToast;
  readonly inform: NewsToast;
  readonly toast: ShowToast;
  readonly theme: ChosenTheme;
  readonly now: () => number;
}) => {
  const { client, router } = props;
  router.belongTo(props.me.user_id);
  const screen = screenSize();
  const unread = shownUnread(client, props.now);
  followIcon(unread.all);
  const where = whereabouts(client, router, screen, (title) => titleWith(unread.all(), title));
  const search = searchToggle(router, () => where.guild() !== null);
  askBeforeLosing(() => holdsUnsent(client.state()));
  const seeking = seekingIn(client, router, where);
  const roster = freshRoster(client, where);
  tellOfLosses(client, router, where, props.inform);
  const names = namesIn(client.state, where.guild, roster);
  const thread = threadColumn(where, screen, search.shown);
  const members = membersToggle(client.platform, router, thread.coversMembers);
  const toggleMembers = (): void => {
    if (search.shown()) search.close();
    else members.toggle();
  };
  const kept = conversationsIn(client);
  tellRefusedReactions(client, props.complain);
  const { acts, moves, profiles, palette, copyText } = waysToAct(props, {
    where,
    roster,
    names,
    unread,
    show: router.openDialog,
    openSearch: search.open,
    toggleMembers,
  });
  const surroundings = surroundMessages(props, { where, roster, names, openProfile: profiles.open, copyText });
  followNotifications({ client, where, surroundings, nameOf: names.of });
  const panes: ConversationScreen = {
    ...{ client, where, seeking, unread, copyText },
    ...{ show: router.openDialog, complain: props.complain, inform: props.inform, toast: props.toast },
    now: props.now,
    get me() {
      return props.me;
    },
  };
  openPinsByKey(where, router.openDialog);
  followFocus(router, where, screen);
  watchAway(client.platform, client.setAway);
  return (
    <Surroundings names={names} openProfile={profiles.open} messages={surroundings}>
      <div
        class="chat"
        data-pane={where.pane()}
        classList={{
          'no-members': !members.wanted(),
          'no-guild': where.guild() === null,
          searching: search.shown(),
          threading: thread.shown() !== undefined,
        }}
      >
        <SkipToMessages />
        <LaterConnectionBanner client={client} />
        <GuildRail
          guilds={where.guilds()}
          open={where.guild()?.guild_id ?? null}
          choose={where.goToGuild}
          unreadIn={unread.inGuild}
          moves={moves}
          menuOf={acts.ofGuild}
          addMenu={acts.ofRail()}
          openInbox={() => router.openDialog({ kind: 'inbox' })}
        />
        <SidePane {...panes} acts={acts} threads={panes} />
        <Show when={!thread.alone()}>
          <MainPane
            {...panes}
            kept={kept.channel}
            membersShown={members.shown() && !search.shown()}
            toggleMembers={toggleMembers}
            searchShown={search.shown()}
            toggleSearch={search.toggle}
          />
        </Show>
        <Show when={thread.shown()} keyed>
          {({ ThreadPane }) => (
            <ThreadPane {...panes} kept={kept.thread} size={screen} alone={thread.alone()} close={router.closeThread} />
          )}
        </Show>
        <SearchPane client={client} router={router} where={where} search={search} now={props.now} />
        <MembersPane {...props} where={where} roster={roster()} acts={acts} />
        <DialogPlace
          client={client}
          router={router}
          where={where}
          theme={props.theme}
          complain={props.complain}
          inform={props.inform}
          toast={props.toast}
          closed={() => rescueFocus(screen)}
          palette={palette}
        />
        <profiles.View />
      </div>
    </Surroundings>
  );
};
