import { GATEWAY_INGRESS_FRAMES, GATEWAY_INGRESS_WINDOW_MS } from '#gateway/protocol/limits.ts';

/** How fast one client may send: a bucket that holds `frames` and fills up within `withinMs`. Pings count too. */
export type IngressRate = { readonly frames: number; readonly withinMs: number };
export const INGRESS_RATE: IngressRate = { frames: GATEWAY_INGRESS_FRAMES, withinMs: GATEWAY_INGRESS_WINDOW_MS };

/** `at` in milliseconds since 1970. */
export type Ingress = { readonly left: number; readonly at: number };
export const freshIngress = (rate: IngressRate, now: number): Ingress => ({ left: rate.frames, at: now });

/** Undefined when the frame is one too many. A clock that went back gives nothing and takes nothing. */
export const admitFrame =
  (rate: IngressRate) =>
  (ingress: Ingress, now: number): Ingress | undefined => {
    const passed = Math.max(0, now - ingress.at);
    const left = Math.min(rate.frames, ingress.left + (passed * rate.frames) / rate.withinMs);
    return left < 1 ? undefined : { left: left - 1, at: now };
  };
