import { createSignal, For, Match, Switch } from 'solid-js';
import type { GuildId } from '#domain/kernel/ids.ts';
import type { Guild, Invite } from '#gateway/protocol/resources.ts';
import type { Client } from '#web/client/client.ts';
import { laterRequests } from '#web/client/later-requests.ts';
import { inviteCodeIn, pathOf } from '#web/routes.ts';
import { Button } from '#web/ui/button.tsx';
import { Dialog, Foot } from '#web/ui/dialog.tsx';
import { attempt, attemptKey, Field, Form, TextField, TroubleNote } from '#web/ui/form.tsx';
import { later } from '#web/words/later/later-words.ts';
import { words } from '#web/words/words.ts';

const HOUR_SECS = 3_600;
const DAY_SECS = 24 * HOUR_SECS;

export const UseInviteDialog = (props: {
  readonly client: Client;
  readonly close: () => void;
  readonly joined: (guildId: GuildId) => void;
}) => {
  const [pasted, setPasted] = createSignal('');
  const join = attempt(
    () => laterRequests(props.client.api).acceptInvite(inviteCodeIn(pasted()) ?? ''),
    ({ guild_id: guildId }) => {
      props.close();
      props.joined(guildId);
    },
  );
  return (
    <Dialog title={words.guild.useInvite} close={props.close}>
      <Form submit={() => void join.start()}>
        <TextField
          label={later.guild.inviteLinkOrCode}
          value={pasted()}
          change={setPasted}
          check={(text) => (inviteCodeIn(text) === null ? later.guild.notAnInvite : undefined)}
          autofocus
        />
        <TroubleNote trouble={join.trouble()} />
        <Foot close={props.close} busy={join.busy()} yes={later.guild.join} />
      </Form>
    </Dialog>
  );
};

/** Names and values of a choice. They are functions, because their texts follow the language. */
type Choices = ReadonlyArray<readonly [string, number | null]>;

const lifetimes = (): Choices => [
  [later.invite.hours(1), HOUR_SECS],
  [later.invite.days(1), DAY_SECS],
  [later.invite.days(7), 7 * DAY_SECS],
  [later.invite.days(30), 30 * DAY_SECS],
  [later.invite.never, null],
];
const uses = (): Choices => [
  [later.invite.unlimited, null],
  ...[1, 5, 10, 25, 100].map((n) => [later.invite.usesOf(n), n] as const),
];

const Choice = (props: {
  readonly label: string;
  readonly of: Choices;
  readonly value: number | null;
  readonly choose: (value: number | null) => void;
}) => (
  <Field label={props.label}>
    {({ id, describedBy }) => (
      <select
        id={id}
        aria-describedby={describedBy}
        onChange={(event) => props.choose(props.of[event.currentTarget.selectedIndex]?.[1] ?? null)}
      >
        <For each={props.of}>{([name, value]) => <option selected={value === props.value}>{name}</option>}</For>
      </select>
    )}
  </Field>
);

const nameIn = (choices: Choices, value: number | null): string => choices.find(([, of]) => of === value)?.[0] ?? '';

/** The field with the link, selected for a copy by hand, and the button that copies it. */
const Link = (props: { readonly link: string; readonly copied: boolean | null; readonly copy: () => void }) => (
  <Field label={later.invite.link} hint={props.copied === false ? words.copyByHand : later.invite.linkHint}>
    {({ id, describedBy }) => (
      <div class="copy-row">
        <input
          id={id}
          class="invite-link"
          aria-describedby={describedBy}
          readOnly
          autofocus
          value={props.link}
          onFocus={(event) => {
            event.currentTarget.select();
            // A long link shows its host, which tells people where it leads.
            event.currentTarget.scrollLeft = 0;
          }}
        />
        <Button press={() => props.copy()}>{props.copied === true ? words.copied : words.copy}</Button>
      </div>
    )}
  </Field>
);

/** Opens with a link that is ready to copy. *Change* makes another link with other terms. */
export const InviteDialog = (props: { readonly client: Client; readonly guild: Guild; readonly close: () => void }) => {
  const { api, platform } = props.client;
  const [expiresInSecs, setExpires] = createSignal<number | null>(7 * DAY_SECS);
  const [maxUses, setMaxUses] = createSignal<number | null>(null);
  const [invite, setInvite] = createSignal<Invite | null>(null);
  const [changing, setChanging] = createSignal(false);
  const [copied, setCopied] = createSignal<boolean | null>(null);
  const key = attemptKey(api.newKey);
  const link = () => {
    const made = invite();
    return made === null ? '' : platform.origin + pathOf({ kind: 'invite', code: made.code });
  };
  const make = attempt(
    () => {
      const terms = { expiresInSecs: expiresInSecs(), maxUses: maxUses() };
      return laterRequests(api).createInvite(props.guild.guild_id, terms, key.of(terms.expiresInSecs, terms.maxUses));
    },
    (made) => {
      key.done();
      setInvite(made);
      setChanging(false);
      setCopied(null);
    },
  );
  void make.start();
  return (
    <Dialog title={later.invite.title(props.guild.name)} close={props.close}>
      <TroubleNote trouble={make.trouble()} />
      <Switch fallback={<p class="quiet-note">{make.busy() ? later.invite.making : ''}</p>}>
        <Match when={changing() || make.trouble() !== null}>
          <Form submit={() => void make.start()}>
            <div class="invite-choices">
              <Choice label={later.invite.expires} of={lifetimes()} value={expiresInSecs()} choose={setExpires} />
              <Choice label={later.invite.uses} of={uses()} value={maxUses()} choose={setMaxUses} />
            </div>
            <Foot close={props.close} busy={make.busy()} yes={later.invite.make} />
          </Form>
        </Match>
        <Match when={invite() !== null}>
          <Link
            link={link()}
            copied={copied()}
            copy={() => void platform.copyText(link()).then((done) => setCopied(done))}
          />
          <p class="invite-terms">
            {later.invite.terms(nameIn(lifetimes(), expiresInSecs()), nameIn(uses(), maxUses()))}
            <button type="button" class="link" onClick={() => setChanging(true)}>
              {later.invite.change}
            </button>
          </p>
          <p class="spoken" role="status">
            {copied() === true ? words.copied : ''}
          </p>
        </Match>
      </Switch>
    </Dialog>
  );
};
