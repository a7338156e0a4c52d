import { Show } from 'solid-js';
import type { Guild } from '#gateway/protocol/resources.ts';
import { Button } from '#web/ui/button.tsx';
import { Logo } from '#web/ui/icon.tsx';
import { words } from '#web/words/words.ts';

export const NoGuild = (props: { readonly create: () => void; readonly useInvite: () => void }) => (
  <div class="nothing">
    <Logo />
    <h1>{words.guild.noneTitle}</h1>
    <p>{words.guild.noneHint}</p>
    <div class="nothing-buttons">
      <Button press={() => props.create()}>{words.guild.create}</Button>
      <Button kind="quiet" press={() => props.useInvite()}>
        {words.guild.useInvite}
      </Button>
    </div>
  </div>
);

export const NoChannel = (props: {
  readonly guild: Guild;
  readonly mayCreate: boolean;
  readonly create: () => void;
  readonly back: () => void;
}) => (
  <div class="nothing">
    <Logo />
    <h1>{props.guild.name}</h1>
    <p>
      {words.channel.none} {props.mayCreate ? words.channel.noneMayCreate : ''}
    </p>
    <div class="nothing-buttons">
      <Show when={props.mayCreate}>
        <Button press={() => props.create()}>{words.channel.create}</Button>
      </Show>
      <div class="only-narrow">
        <Button kind="quiet" press={() => props.back()}>
          {words.channel.back}
        </Button>
      </div>
    </div>
  </div>
);
