/**
 * Cursor of a page of hits. It names a position of the log, so it travels sealed and bound to the viewer and the
 * search.
 */
import type { ChannelId, GuildId, UserId } from '#domain/kernel/ids.ts';
import type { SealedTokens } from '#gateway/ports/sealed-tokens.ts';
import type { SearchOrder } from '#queries/ports/message-search.ts';
import type { SearchCursor } from '#queries/queries.ts';
import type { TimeZone } from '#queries/search/search-query/time-zone.ts';

/** Search that a cursor belongs to. */
type CursorSearch = {
  readonly viewer: UserId;
  readonly guildId: GuildId;
  readonly channelId: ChannelId | undefined;
  readonly order: SearchOrder;
  readonly zone: TimeZone;
  readonly text: string;
};

const bindingOf = ({ viewer, guildId, channelId, order, zone, text }: CursorSearch): string =>
  `search ${viewer} ${guildId} ${channelId ?? 'everywhere'} ${order} ${zone} ${text}`;

const CONTENT = /^(nearly|exactly) (\S{1,32}) (\d{1,19})$/;

export const searchCursors = (sealed: SealedTokens) => ({
  seal: (search: CursorSearch, { hit, nearly }: SearchCursor): string =>
    sealed.seal('page', bindingOf(search), `${nearly ? 'nearly' : 'exactly'} ${hit.score} ${hit.sentPosition}`),
  /** Answers undefined for a token that is no cursor of this search. */
  open: (search: CursorSearch, token: string): SearchCursor | undefined => {
    const [, how, score = '', position = ''] = CONTENT.exec(sealed.open('page', bindingOf(search), token) ?? '') ?? [];
    return how === undefined
      ? undefined
      : { nearly: how === 'nearly', hit: { score: Number(score), sentPosition: BigInt(position) } };
  },
});
