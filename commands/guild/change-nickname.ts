import { type Either, right } from 'fp-ts/lib/Either.js';
import { pipe } from 'fp-ts/lib/function.js';
import * as TE from 'fp-ts/lib/TaskEither.js';
import type { Capabilities } from '#commands/capabilities.ts';
import type { Commands } from '#commands/commands.ts';
import { changeMembership } from '#commands/guild/change-membership.ts';
import { receiptOf } from '#commands/machine/receipt.ts';
import { decideChangeNickname } from '#domain/guild/member-decide.ts';
import type { NicknameInvalid } from '#domain/guild/rejections.ts';
import { Nickname } from '#domain/guild/values.ts';
import { readText } from '#domain/kernel/text.ts';

const readGiven = readText(Nickname, (why): NicknameInvalid => ({ kind: 'NicknameInvalid', why }));
const readNickname = (nickname: string | null): Either<NicknameInvalid, Nickname | null> =>
  nickname === null ? right(null) : readGiven(nickname);

export const changeNickname =
  (can: Capabilities): Commands['changeNickname'] =>
  (intent) => {
    const { userId } = intent;
    return pipe(
      TE.fromEither(readNickname(intent.nickname)),
      TE.flatMap((nickname) => {
        const wanted = { type: 'guild.member-nickname-changed', facts: { nickname } } as const;
        return changeMembership(can)(intent, userId, wanted, ({ authority, guild }, state) =>
          decideChangeNickname({ guild, userId, nickname, authority }, state),
        );
      }),
      TE.map(receiptOf),
    );
  };
