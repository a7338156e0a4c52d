/**
 * Lets three users do everything that the wire knows, on a real server. It keeps their frames and the server's answers.
 */
import { ulid } from 'ulid';
import { Attachment } from '#gateway/protocol/attachments.ts';
import { encodeClientFrame, encodeServerFrame } from '#gateway/protocol/envelope.ts';
import type { ClientFrame } from '#gateway/protocol/frames.ts';
import { Channel, Guild, Invite, Message, SessionList, Thread } from '#gateway/protocol/resources.ts';
import { apiOf, caughtUp } from '#infra/workshop/testkit/api-client.ts';
import type { Client } from '#infra/workshop/testkit/gateway-client.ts';
import { startServer } from '#infra/workshop/testkit/server.ts';
import type { Description } from '../openapi/breaking-changes.ts';
import { govern } from './govern.ts';
import { recordedOperations } from './recorded-operations.ts';
import { asking, newcomer, PASSWORD, type Places, type Stage, speak, type User, userOf } from './stage.ts';
import type { RawAnswer, RecordedWire } from './wire-files.ts';

/** Makes a guild with one channel, and the invite by which the other users join. */
const settle = async (
  { ask }: Stage,
  ann: User,
): Promise<Places & { readonly code: string; readonly made: Channel }> => {
  const token = ann.access;
  const { guild_id } = (await ask('createGuild', { token, body: { name: 'Garden' } })).as(Guild);
  const made = await ask('createChannel', { token, params: { guild_id }, body: { name: 'beds', kind: 'text' } });
  const channel = made.as(Channel);
  const { code } = (await ask('createInvite', { token, params: { guild_id }, body: { max_uses: 5 } })).as(Invite);
  return { guild_id, channel_id: channel.channel_id, code, made: channel };
};

const ABSENT = '01ARZ3NDEKTSV4RRFFQ69G5FAV';
const THUMB = '👍';

/** Writes messages and adds reactions, while one client listens. @returns two messages that still exist. */
const talk = async ({ ask }: Stage, ann: User, places: Places, listener: Client) => {
  const token = ann.access;
  const say = async (content: string, reply_to: string | null = null): Promise<Message> =>
    (await ask('sendMessage', { token, params: places, body: { content, reply_to } })).as(Message);
  const first = await say('the tomatoes are in');
  const second = await say('and the beans, @here', first.message_id);
  const lost = await say('never mind');
  const forward_of = { channel_id: places.channel_id, message_id: lost.message_id };
  await ask('sendMessage', { token, params: places, body: { content: 'see', forward_of } });
  await listener.hears('unread_update');
  const on = (message: Message) => ({ ...places, message_id: message.message_id, emoji: THUMB });
  await ask('editMessage', { token, params: on(second), body: { content: 'and the beans are in, @everyone' } });
  await listener.hears('message_update');
  await ask('addReaction', { token, params: on(first) });
  await listener.hears('message_reaction_add');
  await ask('removeReaction', { token, params: on(first) });
  await listener.hears('message_reaction_remove');
  await ask('addReaction', { token, params: on(second) });
  await ask('pinMessage', { token, params: on(first) });
  await listener.hears('message_pin_update', ({ pinned }) => pinned !== null);
  const pinned = await ask('pinMessage', { token, params: on(second) });
  await ask('listPins', { token, params: places, after: pinned });
  await ask('unpinMessage', { token, params: on(second) });
  await listener.hears('message_pin_update', ({ pinned }) => pinned === null);
  await ask('deleteMessage', { token, params: on(lost) });
  await listener.hears('message_delete');
  await listener.hears('message_forward_update');
  return { first, second };
};

/** Uploads two files, sends one of them with a message and removes the other. */
const share = async ({ ask }: Stage, ann: User, places: Places): Promise<void> => {
  const token = ann.access;
  const upload = async (name: string): Promise<Attachment> => {
    const query = `?${new URLSearchParams({ name })}`;
    return (await ask('uploadAttachment', { token, params: places, query, body: `the words of ${name}` })).as(
      Attachment,
    );
  };
  const { attachment_id } = await upload('seeds.txt');
  const attachments = [{ attachment_id, alt: 'a list of seeds', spoiler: true }];
  await ask('sendMessage', { token, params: places, body: { content: '', attachments } });
  await ask('discardAttachment', { token, params: { attachment_id: (await upload('weeds.txt')).attachment_id } });
};

type Scene = { readonly ann: User; readonly bob: User; readonly places: Places };

/** Makes a forum with tags, begins a post there and changes its tags, while the user of one client listens. */
const post = async ({ ask }: Stage, { ann, bob, places }: Scene, listener: Client): Promise<void> => {
  const token = ann.access;
  const made = { token, params: places, body: { name: 'questions', kind: 'forum' } };
  const { channel_id } = (await ask('createChannel', made)).as(Channel);
  await listener.hears('channel_create', ({ channel }) => channel.channel_id === channel_id);
  const tags = [
    { tag_id: null, name: 'solved', emoji: '✅', moderated: true },
    { tag_id: null, name: 'pests', emoji: null, moderated: false },
  ];
  await ask('changeChannel', { token, params: { channel_id }, body: { tags, tag_required: true } });
  const offered = await listener.hears('channel_update', (d) => d.tags?.length === tags.length);
  const [solved, pests] = (offered.tags ?? []).map(({ tag_id }) => tag_id);
  const asked = { name: 'slugs', content: 'how do I keep **slugs** away?', tag_ids: [pests] };
  const begun = await ask('beginThread', { token: bob.access, params: { channel_id }, body: asked });
  const { channel_id: postId } = begun.as(Thread);
  await listener.hears('thread_update', ({ thread }) => thread.channel_id === postId);
  const query = `?sort=begun&tag_ids=${pests}`;
  await ask('listThreads', { token: bob.access, params: { channel_id }, query, after: begun });
  await ask('changeChannel', { token, params: { channel_id: postId }, body: { tag_ids: [solved, pests] } });
  await listener.hears('thread_update', ({ thread }) => thread.post?.tag_ids.length === tags.length);
  await ask('deleteChannel', { token, params: { channel_id } });
  await listener.hears('channel_delete', (d) => d.channel_id === channel_id);
};

/** Saves a message and takes it away again, while a client of the same user listens. */
const save = async ({ ask, api }: Stage, bob: User, { message_id }: Message, listener: Client): Promise<void> => {
  await caughtUp(api);
  const token = bob.access;
  await ask('saveMessage', { token, params: { message_id } });
  await listener.hears('saved_update', ({ saved }) => saved);
  await ask('listSaved', { token });
  await ask('listSavedIds', { token });
  await ask('removeSaved', { token, params: { message_id } });
  await listener.hears('saved_update', ({ saved }) => !saved);
};

/** Changes the guild, its channels and its members, while one client listens. */
const change = async (stage: Stage, ann: User, places: Places & { readonly code: string }, listener: Client) => {
  const { ask } = stage;
  const token = ann.access;
  const params = { guild_id: places.guild_id };
  await ask('changeGuild', { token, params, body: { name: 'Old garden' } });
  await listener.hears('guild_update');
  const side = (await ask('createChannel', { token, params, body: { name: 'tools', kind: 'text' } })).as(Channel);
  const there = { ...params, channel_id: side.channel_id };
  await listener.hears('channel_create');
  await ask('changeChannel', { token, params: there, body: { name: 'shed' } });
  await listener.hears('channel_update');
  await ask('deleteChannel', { token, params: there });
  await listener.hears('channel_delete');
  const ada = await newcomer(stage, 'ada');
  await ask('previewInvite', { params: { code: places.code } });
  const accepted = await ask('acceptInvite', { token: ada.access, params: { code: places.code } });
  await listener.hears('member_add', ({ member }) => member.user.user_id === ada.userId);
  await ask('listGuilds', { token: ada.access, after: accepted });
  await ask('leaveGuild', { token: ada.access, params });
  await listener.hears('member_remove');
};

/** Asks for everything that can be read. */
const read = async ({ ask, api }: Stage, ann: User, places: Places, message: Message): Promise<void> => {
  await caughtUp(api);
  const token = ann.access;
  await ask('listGuilds', { token });
  await ask('listChannels', { token, params: places });
  await ask('readChannel', { token, params: places });
  await ask('listMembers', { token, params: places });
  await ask('listMessages', { token, params: places });
  await ask('listMentions', { token });
  await ask('listVersions', { token, params: { ...places, message_id: message.message_id } });
  await ask('readMessage', { token, params: { ...places, message_id: message.message_id } });
  await ask('listAuditEntries', { token, params: places });
  await ask('listUnread', { token });
  await ask('markChannelRead', { token, params: places, body: { message_id: message.message_id } });
  await ask('markGuildRead', { token, params: places });
  for (let hits = 0; hits === 0; ) {
    const found = await ask('searchMessages', { token, params: places, query: '?q=tomatoes' });
    hits = JSON.stringify(found.body).includes('tomatoes') ? 1 : 0;
  }
  await ask('readServer');
  await ask('readAddress');
  await ask('probeLive');
  await ask('probeReady');
};

/** Ends a client's connection, changes things meanwhile, and resumes as a new client. @returns the new client. */
const comeBack = async (
  stage: Stage,
  { ann, bob, places }: Scene,
  messages: { readonly first: Message; readonly second: Message },
  left: Client,
): Promise<Client> => {
  const { resume_token } = await left.hears('heartbeat_ack');
  left.ws.terminate();
  await left.ended;
  const token = ann.access;
  const on = (message: Message) => ({ ...places, message_id: message.message_id });
  await stage.ask('editMessage', { token, params: on(messages.first), body: { content: 'the tomatoes are ripe' } });
  await stage.ask('deleteMessage', { token, params: on(messages.second) });
  await stage.ask('sendMessage', { token, params: places, body: { content: 'welcome back' } });
  await caughtUp(stage.api);
  const back = await speak(stage);
  back.say({ t: 'resume', d: { access_token: bob.access, resume_token } });
  await back.hears('replayed');
  return back;
};

/** Begins two threads, archives one and deletes the other, while the user of one client listens and follows a thread. */
const discuss = async ({ ask }: Stage, scene: Scene, about: Message, listener: Client): Promise<void> => {
  const { ann, bob, places } = scene;
  const token = ann.access;
  const on = { ...places, message_id: about.message_id };
  const rooted = (await ask('beginThreadAbout', { token, params: on, body: { name: 'tomatoes' } })).as(Thread);
  await listener.hears('thread_update', ({ thread }) => thread.channel_id === rooted.channel_id);
  const followed = { token: bob.access, params: { channel_id: rooted.channel_id } };
  await ask('followThread', followed);
  await listener.hears('follow_update', (d) => d.followed.length === 1);
  await ask('unfollowThread', followed);
  await listener.hears('follow_update', (d) => d.unfollowed.length === 1);
  const body = { name: 'next year', content: 'what shall we sow?' };
  const begun = await ask('beginThread', { token, params: places, body });
  const alone = begun.as(Thread);
  await ask('listThreads', { token, params: places, after: begun });
  await ask('readThread', { token, params: { channel_id: alone.channel_id }, after: begun });
  await ask('archiveThread', { token, params: { channel_id: rooted.channel_id } });
  await ask('deleteChannel', { token, params: { channel_id: alone.channel_id } });
  await listener.hears('thread_delete', ({ channel_id }) => channel_id === alone.channel_id);
};

/** Changes the settings of the user who listens. */
const prefer = async ({ ask }: Stage, { access: token }: User, places: Places, listener: Client): Promise<void> => {
  const rule = { level: 'mentions', muted: true, muted_until: null };
  await ask('getSettings', { token });
  await ask('changeSettings', { token, body: { guild_order: [places.guild_id] } });
  const suppressing = { ...rule, suppress_everyone: true, suppress_roles: false };
  await ask('putGuildRule', { token, params: { guild_id: places.guild_id }, body: suppressing });
  await ask('putChannelRule', { token, params: { channel_id: places.channel_id }, body: rule });
  await listener.hears('settings_update', ({ settings }) => settings.channel_rules.length > 0);
};

/** Makes requests that the server refuses: for an absent thing, for a wrong field, and for a caller without a token. */
const beRefused = async ({ ask }: Stage, ann: User): Promise<void> => {
  const token = ann.access;
  await ask('readChannel', { token, params: { channel_id: ABSENT }, refused: true });
  await ask('createGuild', { token, body: { name: '' }, refused: true });
  await ask('readMe', { refused: true });
};

/** Does everything that ends something. */
const end = async ({ ask, api }: Stage, ann: User, bob: User, places: Places): Promise<void> => {
  const token = ann.access;
  await ask('kickMember', { token, params: { ...places, user_id: bob.userId }, body: { reason: 'the story ends' } });
  await ask('previewGuildDeletion', { token, params: { guild_id: places.guild_id } });
  await ask('deleteGuild', { token, params: places });
  await caughtUp(api);
  const { sessions } = (await ask('listSessions', { token: bob.access })).as(SessionList);
  const other = sessions.find(({ current }) => !current);
  await ask('revokeSession', { token: bob.access, params: { session_id: other?.session_id ?? '' } });
  await ask('logout', { body: { refresh_token: ann.refresh } });
};

const listen = async (
  stage: Stage,
  { ann, bob, made, code }: { readonly ann: User; readonly bob: User; readonly made: Channel; readonly code: string },
) => {
  const { channel_id } = made;
  const listener = await speak(stage);
  listener.say({ t: 'identify', d: { access_token: bob.access } });
  await listener.hears('ready');
  await stage.ask('acceptInvite', { token: bob.access, params: { code } });
  await listener.hears('guild_create');
  listener.say({ t: 'subscribe', d: { channel_id, ref: 'a channel' } });
  await listener.hears('subscribed');
  listener.say({ t: 'unsubscribe', d: { channel_id, ref: 'a channel' } });
  await listener.hears('unsubscribed');
  listener.say({ t: 'subscribe', d: { channel_id, ref: 'again' } });
  await listener.hears('subscribed', ({ ref }) => ref === 'again');
  listener.say({ t: 'message_create', d: { channel_id, content: 'too old a nonce', nonce: ABSENT } });
  await listener.hears('error');
  listener.say({ t: 'message_create', d: { channel_id, content: `good morning, <@${ann.userId}>`, nonce: ulid() } });
  await listener.hears('message_ack');
  return listener;
};

/** Lets another user come, choose a status and type, while one client listens. */
const beSeen = async (stage: Stage, ann: User, channel: Channel, listener: Client): Promise<void> => {
  const other = await speak(stage);
  const custom_status = { text: 'in the garden', until: null };
  other.say({ t: 'identify', d: { access_token: ann.access, presence: { status: 'dnd', custom_status } } });
  await other.hears('ready');
  await listener.hears('presence_update', ({ presences }) => presences.some(({ status }) => status === 'dnd'));
  other.say({ t: 'typing_start', d: { channel_id: channel.channel_id } });
  await listener.hears('typing_start');
  listener.say({ t: 'presence_set', d: { status: 'online', custom_status, away: true } });
  await listener.hears('presence_choice');
  await listener.hears('presence_update', ({ presences }) => presences.some(({ status }) => status === 'idle'));
  other.close();
  await other.ended;
};

const unasked = (description: Description, kept: ReadonlyMap<string, RawAnswer>): ReadonlyArray<string> =>
  recordedOperations(description).filter((operation) => !kept.has(operation));

/** Records the wire of a fresh server of today. @throws when the recording leaves out an operation. */
export const recordWire = async (): Promise<RecordedWire & { readonly description: Description }> => {
  const server = await startServer();
  try {
    const api = await apiOf(server.url);
    const description = (await api('GET', '/openapi.json')).body as Description;
    const kept = new Map<string, RawAnswer>();
    const said: ClientFrame[] = [];
    const stage: Stage = { url: server.url, api, ask: asking(api, description, kept), said };
    const claim = { secret: server.ownerSecret, username: 'ann', password: PASSWORD };
    const ann = await userOf(stage, await stage.ask('claimOwnership', { body: claim }));
    const first = await newcomer(stage, 'bob');
    await stage.ask('login', { body: { username: 'bob', password: PASSWORD } });
    const places = await settle(stage, ann);
    const listener = await listen(stage, { ...places, ann, bob: first });
    await beSeen(stage, ann, places.made, listener);
    const messages = await talk(stage, ann, places, listener);
    await share(stage, ann, places);
    await save(stage, first, messages.first, listener);
    await discuss(stage, { ann, bob: first, places }, messages.second, listener);
    await post(stage, { ann, bob: first, places }, listener);
    await prefer(stage, first, places, listener);
    await change(stage, ann, places, listener);
    await govern(stage, { ann, bob: first, places }, listener);
    await read(stage, ann, places, messages.first);
    await beRefused(stage, ann);
    const bob = await userOf(stage, await stage.ask('refresh', { body: { refresh_token: first.refresh } }));
    listener.say({ t: 'reauthenticate', d: { access_token: bob.access } });
    await listener.hears('reauthenticated');
    listener.say({ t: 'heartbeat', d: {} });
    const back = await comeBack(stage, { ann, bob, places }, messages, listener);
    await end(stage, ann, bob, places);
    await back.hears('guild_delete');
    back.ws.terminate();
    await back.ended;
    const left = unasked(description, kept);
    if (left.length > 0) throw new Error(`this recording asks for no ${left.join(', ')}`);
    return {
      description,
      said: said.map((frame) => JSON.parse(encodeClientFrame(frame))),
      heard: [...listener.heard, ...back.heard].map((frame) => JSON.parse(encodeServerFrame(frame))),
      answers: [...kept.values()],
    };
  } finally {
    await server.stop();
  }
};
