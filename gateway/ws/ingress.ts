import { GATEWAY_INGRESS_FRAMES, GATEWAY_INGRESS_WINDOW_MS } from '#gateway/protocol/limits.ts';

/**
 * Rate of the frames of one client, as a bucket that holds `frames` and fills up within `withinMs`. Pings count too.
 */
export type IngressRate = { readonly frames: number; readonly withinMs: number };
export const INGRESS_RATE: IngressRate = { frames: GATEWAY_INGRESS_FRAMES, withinMs: GATEWAY_INGRESS_WINDOW_MS };

/** Bucket of one client: the frames `left` at the moment `at`, in milliseconds since 1970. */
export type Ingress = { readonly left: number; readonly at: number };
export const freshIngress = (rate: IngressRate, now: number): Ingress => ({ left: rate.frames, at: now });

/** Takes one frame from the bucket. Answers undefined when it is empty. A clock that goes back does not fill it. */
export const admitFrame =
  (rate: IngressRate) =>
  (ingress: Ingress, now: number): Ingress | undefined => {
    const passed = Math.max(0, now - ingress.at);
    const left = Math.min(rate.frames, ingress.left + (passed * rate.frames) / rate.withinMs);
    return left < 1 ? undefined : { left: left - 1, at: now };
  };
