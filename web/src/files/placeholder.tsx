/** The placeholder of a picture: its colours, drawn from 25 bytes of its message while the picture is on its way. */

import { onMount } from 'solid-js';
import { thumbHashToRGBA } from 'thumbhash';

const bytesOf = (base64: string): Uint8Array => Uint8Array.from(atob(base64), (sign) => sign.charCodeAt(0));

export const Placeholder = (props: { readonly hash: string | null }) => {
  let canvas: HTMLCanvasElement | undefined;
  onMount(() => {
    if (canvas === undefined || props.hash === null) return;
    try {
      const { w, h, rgba } = thumbHashToRGBA(bytesOf(props.hash));
      canvas.width = w;
      canvas.height = h;
      canvas.getContext('2d')?.putImageData(new ImageData(new Uint8ClampedArray(rgba), w, h), 0, 0);
    } catch {
      // A placeholder that cannot be read leaves the plain ground.
    }
  });
  return (
    <canvas
      class="placeholder"
      ref={(element) => {
        canvas = element;
      }}
    />
  );
};
