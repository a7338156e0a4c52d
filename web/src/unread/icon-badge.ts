/** Draws the icon of the window with a number or a dot. It is loaded with the first unread message. */

import { shownNumber, type UnreadSum } from '#web/unread/unread-sum.ts';

const PLAIN = '/icon.svg';
const SIDE = 64;
/** The colours of the badge stand on the icon alone, whatever the theme is. */
const GROUND = '#c9372c';
const INK = '#ffffff';
const DOT = '#ffb04d';

const round = (pen: CanvasRenderingContext2D, radius: number, colour: string): void => {
  pen.fillStyle = colour;
  pen.beginPath();
  pen.arc(SIDE - radius, SIDE - radius, radius, 0, 2 * Math.PI);
  pen.fill();
};

const drawn = async ({ mentions }: UnreadSum): Promise<Blob | null> => {
  const icon = new Image(SIDE, SIDE);
  icon.src = PLAIN;
  await icon.decode();
  const canvas = document.createElement('canvas');
  canvas.width = SIDE;
  canvas.height = SIDE;
  const pen = canvas.getContext('2d');
  if (pen === null) return null;
  pen.drawImage(icon, 0, 0, SIDE, SIDE);
  if (mentions === 0) round(pen, 13, DOT);
  else {
    round(pen, 21, GROUND);
    pen.fillStyle = INK;
    pen.font = `600 ${mentions > 9 ? 22 : 32}px system-ui, sans-serif`;
    pen.textAlign = 'center';
    pen.textBaseline = 'middle';
    pen.fillText(shownNumber(mentions), SIDE - 21, SIDE - 19, 40);
  }
  return new Promise((resolve) => canvas.toBlob(resolve));
};

let made: string | null = null;
let newest = 0;

const show = (link: HTMLLinkElement, address: string | null): void => {
  link.type = address === null ? 'image/svg+xml' : 'image/png';
  link.href = address ?? PLAIN;
  if (made !== null) URL.revokeObjectURL(made);
  made = address;
};

/** Shows the sum on the icon of the window. A later call wins over a drawing that is still on its way. */
export const showOnIcon = async (sum: UnreadSum): Promise<void> => {
  newest += 1;
  const mine = newest;
  const link = document.querySelector<HTMLLinkElement>('link[rel=icon]');
  if (link === null) return;
  const picture = sum.messages + sum.mentions === 0 ? null : await drawn(sum).catch(() => null);
  if (mine === newest) show(link, picture === null ? null : URL.createObjectURL(picture));
};
