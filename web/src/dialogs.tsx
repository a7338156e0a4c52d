/** Draws the open dialog of the route. A dialog about a thing that is gone draws nothing. */

import { createEffect, type JSX, Match, Show, Switch } from 'solid-js';
import type { Channel, Guild, Message } from '#gateway/protocol/resources.ts';
import { loadChannelParts } from '#web/channel/govern-channels.ts';
import type { Client } from '#web/client/client.ts';
import { loadEmoji } from '#web/emoji/emoji-picker.tsx';
import { loadGoverning } from '#web/governance/governing.ts';
import { loadProfile } from '#web/guild/profiles.tsx';
import { loadLostPlace } from '#web/main-pane.tsx';
import { loadWriting } from '#web/message/later-writing.ts';
import { pinningIn } from '#web/message/pinning.ts';
import { loadReplyParts } from '#web/message/quoted.tsx';
import { removalIn } from '#web/message/removal.ts';
import { openDialog } from '#web/open-dialog.ts';
import { ownPlaces } from '#web/own-places.ts';
import { loadPaletteList, PaletteDialog } from '#web/palette/palette-dialog.tsx';
import type { PaletteItem } from '#web/palette/palette-items.ts';
import { preload } from '#web/preload.ts';
import type { Router } from '#web/router.ts';
import { loadSearchPanel } from '#web/search/later-search-panel.tsx';
import { Loaded } from '#web/ui/loaded.tsx';
import type { ChosenTheme } from '#web/ui/theme.ts';
import type { FailureToast, NewsToast, ShowToast } from '#web/ui/toasts.tsx';
import type { Whereabouts } from '#web/whereabouts.ts';
import { withLaterWords } from '#web/words/later/later-words.ts';
import { loadProblems } from '#web/words/problems.ts';

/** The dialogs that the first screen does not need. They are loaded with the first of them. */
const loadParts = () => withLaterWords(import('#web/later-dialogs.ts'));
type Parts = Awaited<ReturnType<typeof loadParts>>;
const Later = (props: { readonly children: (part: Parts) => JSX.Element }) => (
  <Loaded load={loadParts}>{props.children}</Loaded>
);
const loadPins = () => withLaterWords(import('#web/message/pins/pins-dialog.tsx'));
const loadShortcuts = () => withLaterWords(import('#web/shortcuts/shortcuts-dialog.tsx'));

/** The settings of a guild with their texts. They are as large as the rest of the dialogs, and few people open them. */
const loadSettings = async () => {
  const [{ loadGovernWords }, settings] = await Promise.all([
    import('#web/governance/words/govern-words.ts'),
    import('#web/governance/settings-dialog.tsx'),
  ]);
  await loadGovernWords();
  return settings;
};

type RenamingProps = {
  readonly client: Client;
  /** Takes the toasts that tell of the rename and of a failed undo. */
  readonly screen: { readonly complain: FailureToast; readonly inform: NewsToast };
  readonly close: () => void;
};

const GuildRenaming = (props: RenamingProps & { readonly guild: Guild }) => (
  <Later>
    {(part) => (
      <part.RenameGuildDialog
        {...props}
        renamed={part.guildRenamed(props.client, props.screen, props.guild.guild_id)}
      />
    )}
  </Later>
);

const ChannelRenaming = (props: RenamingProps & { readonly channel: Channel }) => (
  <Later>
    {(part) => (
      <part.RenameChannelDialog
        {...props}
        renamed={part.channelRenamed(props.client, props.screen, props.channel.channel_id)}
      />
    )}
  </Later>
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
    return (
      <Later>
        {(part) => (
          <part.DeleteMessageDialog message={message} close={props.close} remove={() => void remove(message)} />
        )}
      </Later>
    );
  return (
    <Loaded load={loadGoverning}>
      {({ DeleteForAReasonDialog }) => (
        <DeleteForAReasonDialog
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
  /** Called after a dialog has closed. Its opener may be gone with the thing that it was about. */
  readonly closed: () => void;
  readonly theme: ChosenTheme;
  readonly now: () => number;
  readonly paletteItems: () => ReadonlyArray<PaletteItem>;
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
        {(guild) => (
          <Later>
            {(part) => <part.LeaveGuildDialog client={client} guild={guild()} close={close} left={own.leaveGuild} />}
          </Later>
        )}
      </Match>
      <Match when={guildOf('delete-guild')}>
        {(guild) => (
          <Later>
            {(part) => (
              <part.DeleteGuildDialog client={client} guild={guild()} close={close} deleted={own.leaveGuild} />
            )}
          </Later>
        )}
      </Match>
      <Match when={guildOf('invite')}>
        {(guild) => <Later>{(part) => <part.InviteDialog client={client} guild={guild()} close={close} />}</Later>}
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

const ChannelDialogs = ({ screen: props, open, own, close }: OpenProps) => {
  const { client } = props;
  const { channelOf, newChannel, removedMessage } = open;
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
          <Loaded load={loadPins}>
            {({ PinsDialog }) => (
              <PinsDialog
                client={client}
                channel={channel()}
                now={props.now}
                unpin={(message) => pinningIn(client, props.complain)(message, false)}
                jump={({ channel_id, message_id }) => {
                  const { guild_id } = channel();
                  if (guild_id !== null) props.where.goTo({ guild_id, channel_id }, message_id);
                }}
                close={close}
              />
            )}
          </Loaded>
        )}
      </Match>
      <Match when={removedMessage()}>
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
  const { opened, orphaned } = open;
  createEffect(() => {
    if (orphaned()) close();
  });
  const close = (): void => {
    router.closeDialog();
    props.closed();
  };
  preload(client.platform, [
    loadReplyParts,
    loadProblems,
    loadWriting,
    loadLostPlace,
    loadParts,
    loadSearchPanel,
    loadShortcuts,
    loadPins,
    loadPaletteList,
    loadProfile,
    loadEmoji,
    loadGoverning,
    loadChannelParts,
  ]);
  const parts = { screen: props, open, own, close };
  return (
    <>
      <GuildDialogs {...parts} />
      <ChannelDialogs {...parts} />
      <Switch>
        <Match when={opened('create-guild')}>
          <Later>{(part) => <part.CreateGuildDialog client={client} close={close} made={own.goToNewGuild} />}</Later>
        </Match>
        <Match when={opened('use-invite')}>
          <Later>{(part) => <part.UseInviteDialog client={client} close={close} joined={own.goToNewGuild} />}</Later>
        </Match>
        <Match when={opened('import')}>
          <Later>{(part) => <part.ImportDialog platform={client.platform} close={close} />}</Later>
        </Match>
        <Match when={opened('appearance')}>
          <Later>
            {(part) => (
              <part.AppearanceDialog theme={props.theme} keepsakes={client.platform.keepsakes} close={close} />
            )}
          </Later>
        </Match>
        <Match when={opened('status')}>
          <Later>{(part) => <part.StatusDialog client={client} close={close} />}</Later>
        </Match>
        <Match when={opened('sessions')}>
          <Later>{(part) => <part.SessionsDialog client={client} close={close} />}</Later>
        </Match>
        <Match when={opened('inbox')}>
          <Later>
            {(part) => (
              <part.InboxDialog
                client={client}
                jump={(message) => {
                  close();
                  where.goTo(message, message.message_id);
                }}
                close={close}
              />
            )}
          </Later>
        </Match>
        <Match when={opened('shortcuts')}>
          <Loaded load={loadShortcuts}>{({ ShortcutsDialog }) => <ShortcutsDialog close={close} />}</Loaded>
        </Match>
        <Match when={opened('palette')}>
          <PaletteDialog items={props.paletteItems} close={close} />
        </Match>
      </Switch>
    </>
  );
};
