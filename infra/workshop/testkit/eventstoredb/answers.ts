/** Translates between the double's records and the messages of the protocol, which are the client's own. */
import shared from '@eventstore/db-client/generated/shared_pb.js';
import streams from '@eventstore/db-client/generated/streams_pb.js';
import type { Expected, Kept, KeptRecord, Written } from './records.ts';

const { Empty, StreamIdentifier, UUID } = shared;
const { AppendResp, ReadResp } = streams;
type AppendReq = InstanceType<typeof streams.AppendReq>;
type AppendResp = InstanceType<typeof streams.AppendResp>;
type ReadResp = InstanceType<typeof streams.ReadResp>;
type Identifier = InstanceType<typeof StreamIdentifier>;

const TICKS_PER_MS = 10_000n;

export const nameOf = (identifier: Identifier | undefined): string =>
  Buffer.from(identifier?.getStreamName_asU8() ?? []).toString('utf8');

const identifierOf = (stream: string): Identifier => {
  const identifier = new StreamIdentifier();
  identifier.setStreamName(Buffer.from(stream).toString('base64'));
  return identifier;
};

export const keptOf = (request: AppendReq): Kept => {
  const message = request.getProposedMessage();
  if (message === undefined) throw new Error('a message without a proposal');
  return {
    id: message.getId()?.getString() ?? '',
    type: message.getMetadataMap().get('type') ?? '',
    contentType: message.getMetadataMap().get('content-type') ?? '',
    data: message.getData_asU8(),
    metadata: message.getCustomMetadata_asU8(),
  };
};

export const expectedOf = (request: AppendReq): { readonly stream: string; readonly expected: Expected } => {
  const options = request.getOptions();
  if (options === undefined) throw new Error('an append that does not begin with its options');
  const expected = options.hasNoStream()
    ? 'no stream'
    : options.hasStreamExists()
      ? 'exists'
      : options.hasAny()
        ? 'any'
        : BigInt(options.getRevision());
  return { stream: nameOf(options.getStreamIdentifier()), expected };
};

export const appendAnswer = (written: Written): AppendResp => {
  const answer = new AppendResp();
  if (written.kind === 'WrongRevision') {
    const wrong = new AppendResp.WrongExpectedVersion();
    if (written.actual < 0n) wrong.setCurrentNoStream(new Empty());
    else wrong.setCurrentRevision(String(written.actual));
    answer.setWrongExpectedVersion(wrong);
    return answer;
  }
  const success = new AppendResp.Success();
  success.setCurrentRevision(String(written.revision));
  const position = new AppendResp.Position();
  position.setCommitPosition(String(written.at));
  position.setPreparePosition(String(written.at));
  success.setPosition(position);
  answer.setSuccess(success);
  return answer;
};

export const eventAnswer = (record: KeptRecord): ReadResp => {
  const id = new UUID();
  id.setString(record.id);
  const recorded = new ReadResp.ReadEvent.RecordedEvent();
  recorded.setId(id);
  recorded.setStreamIdentifier(identifierOf(record.stream));
  recorded.setStreamRevision(String(record.revision));
  recorded.setCommitPosition(String(record.at));
  recorded.setPreparePosition(String(record.at));
  recorded.getMetadataMap().set('type', record.type);
  recorded.getMetadataMap().set('content-type', record.contentType);
  recorded.getMetadataMap().set('created', String(BigInt(Date.now()) * TICKS_PER_MS));
  recorded.setData(record.data);
  recorded.setCustomMetadata(record.metadata);
  const event = new ReadResp.ReadEvent();
  event.setEvent(recorded);
  event.setCommitPosition(String(record.at));
  const answer = new ReadResp();
  answer.setEvent(event);
  return answer;
};

export const notFoundAnswer = (stream: string): ReadResp => {
  const notFound = new ReadResp.StreamNotFound();
  notFound.setStreamIdentifier(identifierOf(stream));
  const answer = new ReadResp();
  answer.setStreamNotFound(notFound);
  return answer;
};

export const confirmationAnswer = (): ReadResp => {
  const confirmation = new ReadResp.SubscriptionConfirmation();
  confirmation.setSubscriptionId(crypto.randomUUID());
  const answer = new ReadResp();
  answer.setConfirmation(confirmation);
  return answer;
};

export const checkpointAnswer = (at: bigint): ReadResp => {
  const checkpoint = new ReadResp.Checkpoint();
  checkpoint.setCommitPosition(String(at));
  checkpoint.setPreparePosition(String(at));
  const answer = new ReadResp();
  answer.setCheckpoint(checkpoint);
  return answer;
};
