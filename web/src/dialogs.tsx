/**
 * Draws the open dialog of the route, without the palette. A dialog about a thing that is gone draws nothing. It is loaded
 * with the first dialog (`dialog-place.tsx`).
 */

import '#web/dialogs.css';
import { createEffect, Match, Show, Switch } from 'solid-js';
import type { Channel, Guild, Message, Thread } from '#gateway/protocol/resources.ts';
import { AppearanceDialog } from '#web/account/appearance-dialog.tsx';
import { SessionsDialog } from '#web/account/sessions-dialog.tsx';
import { StatusDialog } from '#web/account/status-dialog.tsx';
import { RenameChannelDialog } from '#web/channel/channel-dialogs.tsx';
import { loadChannelParts } from '#web/channel/govern-channels.ts';
import type { Client } from '#web/client/client.ts';
import { loadGoverning } from '#web/governance/governing.ts';
import { CreateGuildDialog, LeaveGuildDialog, RenameGuildDialog } from '#web/guild/guild-dialogs.tsx';
import { ImportDialog } from '#web/guild/import-dialog.tsx';
import { InviteDialog, UseInviteDialog } from '#web/guild/invite-dialogs.tsx';
import { InboxDialog } from '#web/inbox/inbox-dialog.tsx';
import { DeleteMessageDialog } from '#web/message/delete-message-dialog.tsx';
import { pinningIn } from '#web/message/pinning.ts';
import { PinsDialog } from '#web/message/pins/pins-dialog.tsx';
import { removalIn } from '#web/message/removal.ts';
import { loadThreadParts } from '#web/message/threads/later-threads.ts';
import { loadNotifications } from '#web/notifications/load-notifications.ts';
import { openDialog } from '#web/open-dialog.ts';
import { ownPlaces } from '#web/own-places.ts';
import { channelRenamed, guildRenamed } from '#web/renaming.ts';
import type { Router } from '#web/router.ts';
import { loadSettingsParts } from '#web/settings/load-settings-parts.ts';
import { ShortcutsDialog } from '#web/shortcuts/shortcuts-dialog.tsx';
import { Loaded } from '#web/ui/loaded.tsx';
import type { ChosenTheme } from '#web/ui/theme.ts';
import type { FailureToast, NewsToast, ShowToast } from '#web/ui/toasts.tsx';
import type { Whereabouts } from '#web/whereabouts.ts';
import { withLaterWords } from '#web/words/later/later-words.ts';

/** The settings of a guild with their texts. They are as large as the rest of the dialogs, and few people open them. */
const loadSettings = async () => {
  const [{ loadGovernWords }, settings] = await Promise.all([
    import('#web/governance/words/govern-words.ts'),
    import('#web/governance/settings-dialog.tsx'),
  ]);
  await loadGovernWords();
  return settings;
};

const loadVersions = () => withLaterWords(import('#web/message/versions/versions-dialog.tsx'));

type RenamingProps = {
  readonly client: Client;
  /** Takes the toasts that tell of the rename and of a failed undo. */
  readonly screen: { readonly complain: FailureToast; readonly inform: NewsToast };
  readonly close: () => void;
};

const GuildRenaming = (props: RenamingProps & { readonly guild: Guild }) => (
  <RenameGuildDialog {...props} renamed={guildRenamed(props.client, props.screen, props.guild.guild_id)} />
);

const ChannelRenaming = (props: RenamingProps & { readonly channel: Channel }) => (
  <RenameChannelDialog {...props} renamed={channelRenamed(props.client, props.screen, props.channel.channel_id)} />
);

/** Asks whether to delete a message, and deletes it. */
const Removal = (props: {
  readonly client: Client;
  readonly message: Message;
  readonly close: () => void;
  readonly complain: FailureToast;
  readonly toast: ShowToast;
}) => {
  // The dialog is closed when the answer comes, so the message is read before.
  const { message } = props;
  const remove = removalIn(props.client, props);
  if (message.author_id === props.client.state().me?.user_id)
    return <DeleteMessageDialog message={message} close={props.close} remove={() => void remove(message)} />;
  return (
    <Loaded load={loadGoverning}>
      {({ DeleteForAReasonDialog }) => (
        <DeleteForAReasonDialog
          client={props.client}
          message={message}
          close={props.close}
          remove={(reason) => void remove(message, reason)}
        />
      )}
    </Loaded>
  );
};

type DialogsProps = {
  readonly client: Client;
  readonly router: Router;
  readonly where: Whereabouts;
  readonly complain: FailureToast;
  readonly inform: NewsToast;
  readonly toast: ShowToast;
  readonly close: () => void;
  readonly theme: ChosenTheme;
};
/** The screen with its open dialog, the own places to go to, and the way to close the dialog. */
type OpenProps = {
  readonly screen: DialogsProps;
  readonly open: ReturnType<typeof openDialog>;
  readonly own: ReturnType<typeof ownPlaces>;
  readonly close: () => void;
};

const GuildDialogs = ({ screen: props, open, own, close }: OpenProps) => {
  const { client, router } = props;
  const { guildOf, aboutMember, settingsOf } = open;
  return (
    <Switch>
      <Match when={guildOf('rename-guild')}>
        {(guild) => <GuildRenaming client={client} screen={props} guild={guild()} close={close} />}
      </Match>
      <Match when={guildOf('leave-guild')}>
        {(guild) => <LeaveGuildDialog client={client} guild={guild()} close={close} left={own.leaveGuild} />}
      </Match>
      <Match when={guildOf('delete-guild')}>
        {(guild) => (
          <Loaded load={loadGoverning}>
            {({ DeleteGuildDialog }) => (
              <DeleteGuildDialog client={client} guild={guild()} close={close} deleted={own.leaveGuild} />
            )}
          </Loaded>
        )}
      </Match>
      <Match when={guildOf('invite')}>
        {(guild) => <InviteDialog client={client} guild={guild()} close={close} />}
      </Match>
      <Match when={aboutMember()} keyed>
        {(dialog) => (
          <Loaded load={loadGoverning}>
            {({ MemberDialog }) => <MemberDialog client={client} dialog={dialog} toast={props.toast} close={close} />}
          </Loaded>
        )}
      </Match>
      <Match when={settingsOf()}>
        {(it) => (
          <Loaded load={loadSettings}>
            {({ SettingsDialog }) => (
              <SettingsDialog
                client={client}
                guild={it().guild}
                section={it().section}
                channel={it().channel}
                show={router.openDialog}
                toast={props.toast}
                close={close}
              />
            )}
          </Loaded>
        )}
      </Match>
    </Switch>
  );
};

const ThreadBeginning = (props: {
  readonly screen: DialogsProps;
  readonly channel: Channel;
  readonly about: { readonly messageId: Message['message_id']; readonly text: string } | null;
  readonly close: () => void;
}) => (
  <Loaded load={loadThreadParts}>
    {({ BeginThreadDialog }) => (
      <BeginThreadDialog
        client={props.screen.client}
        channel={props.channel}
        about={props.about}
        close={props.close}
        begun={(thread) => props.screen.where.goTo(thread)}
      />
    )}
  </Loaded>
);

/** Begins a post in a forum, or a thread by itself in any other channel. */
const NewThread = (props: { readonly screen: DialogsProps; readonly channel: Channel; readonly close: () => void }) => (
  <Show
    when={props.channel.kind === 'forum'}
    fallback={<ThreadBeginning screen={props.screen} channel={props.channel} about={null} close={props.close} />}
  >
    <Loaded load={loadThreadParts}>
      {({ NewPostDialog }) => (
        <NewPostDialog
          client={props.screen.client}
          forum={props.channel}
          close={props.close}
          begun={(thread) => props.screen.where.goTo(thread)}
        />
      )}
    </Loaded>
  </Show>
);

const PostTagging = (props: {
  readonly client: Client;
  readonly of: { readonly thread: Thread; readonly forum: Channel };
  readonly close: () => void;
}) => (
  <Loaded load={loadThreadParts}>
    {({ PostTagsDialog }) => (
      <PostTagsDialog client={props.client} thread={props.of.thread} forum={props.of.forum} close={props.close} />
    )}
  </Loaded>
);

const Forwarding = (props: {
  readonly screen: DialogsProps;
  readonly message: Message;
  readonly close: () => void;
}) => (
  <Loaded load={loadThreadParts}>
    {({ ForwardDialog }) => (
      <ForwardDialog
        client={props.screen.client}
        message={props.message}
        inform={props.screen.inform}
        go={(channel) => props.screen.where.goTo(channel)}
        close={props.close}
      />
    )}
  </Loaded>
);

const ChannelDialogs = ({ screen: props, open, own, close }: OpenProps) => {
  const { client } = props;
  const { channelOf, newChannel, messageOf, aboutMessage, postTags } = open;
  return (
    <Switch>
      <Match when={newChannel()}>
        {(it) => (
          <Loaded load={loadChannelParts}>
            {({ CreateChannelDialog }) => (
              <CreateChannelDialog
                client={client}
                guild={it().guild}
                kind={it().channelKind}
                parentId={it().parentId}
                close={close}
                made={own.goToNew}
              />
            )}
          </Loaded>
        )}
      </Match>
      <Match when={channelOf('rename-channel')}>
        {(channel) => <ChannelRenaming client={client} screen={props} channel={channel()} close={close} />}
      </Match>
      <Match when={channelOf('delete-channel')}>
        {(channel) => (
          <Show when={channel().guild_id} keyed>
            {(guildId) => (
              <Loaded load={loadChannelParts}>
                {({ DeleteChannelDialog }) => (
                  <DeleteChannelDialog
                    client={client}
                    guildId={guildId}
                    channel={channel()}
                    toast={props.toast}
                    close={close}
                    deleted={own.leaveChannel}
                  />
                )}
              </Loaded>
            )}
          </Show>
        )}
      </Match>
      <Match when={channelOf('pins')}>
        {(channel) => (
          <PinsDialog
            client={client}
            channel={channel()}
            unpin={(message) => pinningIn(client, props.complain)(message, false)}
            jump={({ channel_id, message_id }) => {
              const { guild_id } = channel();
              if (guild_id !== null) props.where.goTo({ guild_id, channel_id }, message_id);
            }}
            close={close}
          />
        )}
      </Match>
      <Match when={channelOf('threads')}>
        {(channel) => (
          <Loaded load={loadThreadParts}>
            {({ ThreadsDialog }) => (
              <ThreadsDialog
                client={client}
                channel={channel()}
                go={(thread) => props.where.goTo(thread)}
                begin={() => props.router.openDialog({ kind: 'new-thread', channelId: channel().channel_id })}
                close={close}
              />
            )}
          </Loaded>
        )}
      </Match>
      <Match when={channelOf('new-thread')}>
        {(channel) => <NewThread screen={props} channel={channel()} close={close} />}
      </Match>
      <Match when={postTags()}>{(it) => <PostTagging client={client} of={it()} close={close} />}</Match>
      <Match when={aboutMessage()}>
        {(it) => (
          <ThreadBeginning
            screen={props}
            channel={it().channel}
            about={{ messageId: it().message.message_id, text: it().message.content ?? '' }}
            close={close}
          />
        )}
      </Match>
      <Match when={messageOf('forward')}>
        {(message) => <Forwarding screen={props} message={message()} close={close} />}
      </Match>
      <Match when={messageOf('versions')}>
        {(message) => (
          <Loaded load={loadVersions}>
            {({ VersionsDialog }) => <VersionsDialog client={client} message={message()} close={close} />}
          </Loaded>
        )}
      </Match>
      <Match when={messageOf('delete-message')}>
        {(message) => (
          <Removal client={client} message={message()} close={close} complain={props.complain} toast={props.toast} />
        )}
      </Match>
    </Switch>
  );
};

export const Dialogs = (props: DialogsProps) => {
  const { client, where, router } = props;
  const own = ownPlaces(client, router, where);
  const open = openDialog(client, router);
  const { opened, orphaned, ruled } = open;
  createEffect(() => {
    if (orphaned()) props.close();
  });
  const { close } = props;
  const parts = { screen: props, open, own, close };
  return (
    <>
      <GuildDialogs {...parts} />
      <ChannelDialogs {...parts} />
      <Switch>
        <Match when={opened('create-guild')}>
          <CreateGuildDialog client={client} close={close} made={own.goToNewGuild} />
        </Match>
        <Match when={opened('use-invite')}>
          <UseInviteDialog client={client} close={close} joined={own.goToNewGuild} />
        </Match>
        <Match when={opened('import')}>
          <ImportDialog platform={client.platform} close={close} />
        </Match>
        <Match when={opened('appearance')}>
          <AppearanceDialog theme={props.theme} keepsakes={client.platform.keepsakes} close={close} />
        </Match>
        <Match when={opened('status')}>
          <StatusDialog client={client} close={close} />
        </Match>
        <Match when={opened('notifications')}>
          <Loaded load={loadNotifications}>
            {({ NotificationsDialog }) => (
              <NotificationsDialog client={client} complain={props.complain} close={close} />
            )}
          </Loaded>
        </Match>
        <Match when={ruled()}>
          {(it) => (
            <Loaded load={loadSettingsParts}>
              {({ RuleDialog }) => (
                <RuleDialog
                  client={client}
                  place={it().place}
                  name={it().name}
                  complain={props.complain}
                  close={close}
                />
              )}
            </Loaded>
          )}
        </Match>
        <Match when={opened('sessions')}>
          <SessionsDialog client={client} close={close} />
        </Match>
        <Match when={opened('inbox') ?? opened('saved')}>
          <InboxDialog
            client={client}
            list={opened('saved') === undefined ? 'mentions' : 'saved'}
            screen={props}
            jump={(message) => {
              close();
              where.goTo(message, message.message_id);
            }}
            close={close}
          />
        </Match>
        <Match when={opened('shortcuts')}>
          <ShortcutsDialog close={close} />
        </Match>
      </Switch>
    </>
  );
};
