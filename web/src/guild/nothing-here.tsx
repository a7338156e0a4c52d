import type { Guild } from '#gateway/protocol/resources.ts';
import { FirstStepButtons, type FirstSteps } from '#web/guild/first-steps.tsx';
import { Button } from '#web/ui/button.tsx';
import { EmptyState } from '#web/ui/empty-state.tsx';
import { later } from '#web/words/later/later-words.ts';
import { words } from '#web/words/words.ts';

export const NoGuild = (props: { readonly create: () => void; readonly useInvite: () => void }) => (
  <EmptyState icon="people" level={1} title={later.guild.noneTitle} text={later.guild.noneHint}>
    <Button press={() => props.create()}>{words.guild.create}</Button>
    <Button kind="quiet" press={() => props.useInvite()}>
      {words.guild.useInvite}
    </Button>
  </EmptyState>
);

export const NoChannel = (props: {
  readonly guild: Guild;
  readonly firstSteps: FirstSteps;
  readonly back: () => void;
}) => (
  <EmptyState
    icon="hash"
    level={1}
    title={props.guild.name}
    text={`${words.channel.none} ${props.firstSteps.createChannel !== undefined ? words.channel.noneMayCreate : ''}`}
  >
    <FirstStepButtons {...props.firstSteps} />
    <div class="only-narrow">
      <Button kind="quiet" press={() => props.back()}>
        {words.channel.back}
      </Button>
    </div>
  </EmptyState>
);
