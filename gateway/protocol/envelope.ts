import { type Either, isLeft, left, right, tryCatch } from 'fp-ts/lib/Either.js';
import { type Dispatch, type DispatchName, dispatches } from '#gateway/protocol/dispatches.ts';
import {
  type ClientFrame,
  type ClientFrameName,
  clientFrames,
  PROTOCOL_LEVEL,
  type ServerFrame,
  type ServerFrameName,
  serverFrames,
} from '#gateway/protocol/frames.ts';
import { type JsonFault, parseJson } from '#gateway/protocol/json.ts';
import { knownParts, UNKNOWN_KIND } from '#gateway/protocol/known-parts.ts';
import { JSON_DEPTH_MAX, JSON_VALUES_MAX } from '#gateway/protocol/limits.ts';
import { type AnyWire, firstProblem } from '#gateway/protocol/wire.ts';

/** Messages about a frame whose JSON is not taken. */
const JSON_FAULTS: { readonly [K in JsonFault['kind']]: string } = {
  malformed: 'a frame must be JSON',
  tooDeep: `a frame nests at most ${JSON_DEPTH_MAX} levels deep`,
  tooManyValues: `a frame has at most ${JSON_VALUES_MAX} values`,
  repeated: 'a frame names every field once',
};

/** Fault of a frame. `name` is the name of the frame, or undefined when it could not be read. */
export type FrameFault = { readonly name: string | undefined; readonly message: string };

const ENVELOPE_KEYS = new Set(['v', 't', 'd']);

/** `exact` refuses every unknown field. `known` passes over them. */
type Reading = 'exact' | 'known';

const decodeFrame =
  <F>(
    parse: (raw: string) => Either<JsonFault, unknown>,
    codecOf: (name: string) => AnyWire | undefined,
    reading: Reading,
  ) =>
  (raw: string): Either<FrameFault, F> => {
    const bad = (message: string, name?: string) => left({ name, message });
    const parsed = parse(raw);
    if (isLeft(parsed)) return bad(JSON_FAULTS[parsed.left.kind]);
    const frame = parsed.right;
    if (typeof frame !== 'object' || frame === null || Array.isArray(frame)) return bad('a frame must be an object');
    const { v, t: name, d } = frame as { readonly [key: string]: unknown };
    if (v !== PROTOCOL_LEVEL) return bad(`v must be ${PROTOCOL_LEVEL}`);
    if (typeof name !== 'string') return bad('t must be the name of a frame');
    if (reading === 'exact' && !Object.keys(frame).every((key) => ENVELOPE_KEYS.has(key)))
      return bad('a frame has v, t and d alone');
    const codec = codecOf(name);
    if (codec === undefined) return bad('t is not the name of a known frame');
    const read = reading === 'exact' ? d : knownParts(codec.schema, d);
    if (read === UNKNOWN_KIND) return bad('t is not the name of a known frame');
    const facts = codec.decode(read);
    if (isLeft(facts)) {
      const problem = firstProblem(facts.left);
      return bad(`d${problem.path === '' ? '' : `.${problem.path}`} ${problem.message}`, name);
    }
    return right({ t: name, d: facts.right } as F);
  };

/** Parses a frame of the server, which a client trusts and which may hold a whole snapshot. */
const parseOwn = (raw: string): Either<JsonFault, unknown> =>
  tryCatch(
    () => JSON.parse(raw),
    () => ({ kind: 'malformed' }),
  );

const own = <T extends object>(codecs: T, name: string): AnyWire | undefined =>
  Object.hasOwn(codecs, name) ? (codecs[name as keyof T] as AnyWire) : undefined;

export const decodeClientFrame: (raw: string) => Either<FrameFault, ClientFrame> = decodeFrame(
  parseJson,
  (name) => own(clientFrames, name),
  'exact',
);
const serverCodec = (name: string): AnyWire | undefined => own(serverFrames, name) ?? own(dispatches, name);
/** Decodes a frame exactly as the server of this version writes it. */
export const decodeServerFrame: (raw: string) => Either<FrameFault, ServerFrame | Dispatch> = decodeFrame(
  parseOwn,
  serverCodec,
  'exact',
);
/** Decodes a frame of this server or of a newer one, which may have more fields. */
export const readServerFrame: (raw: string) => Either<FrameFault, ServerFrame | Dispatch> = decodeFrame(
  parseOwn,
  serverCodec,
  'known',
);

const encode = (t: string, d: unknown): string => JSON.stringify({ v: PROTOCOL_LEVEL, t, d });
export const encodeClientFrame = (frame: ClientFrame): string => encode(frame.t, frame.d);
/** Writes a frame of the server. The types of the server made it, so only clients check it. */
export const encodeServerFrame = (frame: ServerFrame | Dispatch): string => encode(frame.t, frame.d);

export const isDispatch = (frame: ServerFrame | Dispatch): frame is Dispatch => Object.hasOwn(dispatches, frame.t);
export type { ClientFrameName, DispatchName, ServerFrameName };
