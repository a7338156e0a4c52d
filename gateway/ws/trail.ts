/**
 * Trail: the frames that wait for one socket, oldest first, as a chain of steps. Sockets that wait for the same frames
 * share the same step, so the frames are joined once for all of them.
 */
export type Trail = {
  readonly before: Trail | undefined;
  readonly frame: Buffer;
  readonly frames: number;
  readonly bytes: number;
  /** Last step made from this one. The fan-out offers one frame to all sockets before the next one. */
  next: Trail | undefined;
  joined: Buffer | undefined;
};

const NO_BYTES = Buffer.alloc(0);
/** Makes the start of a trail, at which no frame waits. */
export const startOfTrail = (): Trail => ({
  before: undefined,
  frame: NO_BYTES,
  frames: 0,
  bytes: 0,
  next: undefined,
  joined: NO_BYTES,
});

const step = (before: Trail, frame: Buffer): Trail => ({
  before,
  frame,
  frames: before.frames + 1,
  bytes: before.bytes + frame.length,
  next: undefined,
  joined: undefined,
});

/** Adds a frame that other sockets wait for too. */
export const sharedStep = (trail: Trail, frame: Buffer): Trail => {
  if (trail.next?.frame === frame) return trail.next;
  const next = step(trail, frame);
  trail.next = next;
  return next;
};

/** Adds a frame for one socket alone. The others keep their shared step. */
export const ownStep = (trail: Trail, frame: Buffer): Trail => step(trail, frame);

/** Joins all waiting frames into one Buffer, which must not be changed. */
export const joinedTrail = (trail: Trail): Buffer => {
  if (trail.joined !== undefined) return trail.joined;
  if (trail.frames === 1) {
    trail.joined = trail.frame;
    return trail.frame;
  }
  const frames = new Array<Buffer>(trail.frames);
  for (let at: Trail | undefined = trail; at !== undefined && at.frames > 0; at = at.before) {
    frames[at.frames - 1] = at.frame;
  }
  const joined = Buffer.concat(frames, trail.bytes);
  trail.joined = joined;
  return joined;
};
