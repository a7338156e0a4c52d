/** The cursor of a page of hits. It names a place in the log, so it travels sealed, bound to viewer and question. */
import type { ChannelId, GuildId, UserId } from '#domain/kernel/ids.ts';
import type { SealedTokens } from '#gateway/ports/sealed-tokens.ts';
import type { SearchOrder } from '#queries/ports/message-search.ts';
import type { SearchCursor } from '#queries/queries.ts';

type Of = {
  readonly viewer: UserId;
  readonly guildId: GuildId;
  readonly channelId: ChannelId | undefined;
  readonly order: SearchOrder;
  readonly text: string;
};

const bindingOf = ({ viewer, guildId, channelId, order, text }: Of): string =>
  `search ${viewer} ${guildId} ${channelId ?? 'everywhere'} ${order} ${text}`;

const CONTENT = /^(nearly|exactly) (\S{1,32}) (\d{1,19})$/;

export const searchCursors = (sealed: SealedTokens) => ({
  seal: (of: Of, { hit, nearly }: SearchCursor): string =>
    sealed.seal('page', bindingOf(of), `${nearly ? 'nearly' : 'exactly'} ${hit.score} ${hit.sentPosition}`),
  /** Undefined for what is not the cursor of this very question by this very viewer. */
  open: (of: Of, token: string): SearchCursor | undefined => {
    const [, how, score = '', position = ''] = CONTENT.exec(sealed.open('page', bindingOf(of), token) ?? '') ?? [];
    return how === undefined
      ? undefined
      : { nearly: how === 'nearly', hit: { score: Number(score), sentPosition: BigInt(position) } };
  },
});
